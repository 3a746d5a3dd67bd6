import { css } from 'lit'

export const styles = css`
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }

  .level {
    min-height: 26px;
    padding: 2px 8px;
    gap: 6px;
    font-size: 12px;
    color: var(--_muted);
    background: transparent;
  }

  .level .count {
    color: var(--_muted);
    font-weight: 400;
  }

  .level[aria-pressed='true'] {
    background: var(--_sunken);
    border-color: color-mix(in srgb, var(--_border), var(--_text) 22%);
    color: var(--_text);
  }

  .level[aria-pressed='true'].error svg {
    color: var(--_bad);
  }

  .level[aria-pressed='true'].warning svg {
    color: var(--_warn);
  }

  .level[aria-pressed='true'].info svg {
    color: var(--_info);
  }

  input[type='search'] {
    flex: 1 1 140px;
    width: auto;
    min-height: 26px;
  }

  .of {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12px;
  }

  .row {
    display: grid;
    grid-template-columns: 92px 16px minmax(60px, 140px) minmax(0, 1fr);
    align-items: center;
    gap: 8px;
    height: 24px;
    padding-inline: 12px;
    font-size: 12px;
  }

  .row .time,
  .row > span:last-child {
    font-family: var(--_mono);
  }

  .whole {
    max-height: 160px;
    padding: 8px 12px;
    overflow: auto;
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: 12px;
    outline-offset: -2px;
  }

  .whole p {
    margin-top: 4px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
