import { css } from 'lit'

export const styles = css`
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }

  .level {
    min-height: calc(26 * var(--_px));
    padding: 2px 8px;
    gap: 6px;
    font-size: calc(12 * var(--_px));
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
    flex: 1 1 calc(140 * var(--_px));
    width: auto;
    min-height: calc(26 * var(--_px));
  }

  .of {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: calc(12 * var(--_px));
  }

  .row {
    display: grid;
    grid-template-columns:
      calc(92 * var(--_px)) calc(16 * var(--_px)) minmax(calc(60 * var(--_px)), calc(140 * var(--_px)))
      minmax(0, 1fr);
    align-items: center;
    gap: 8px;
    height: calc(24 * var(--_px));
    padding-inline: 12px;
    font-size: calc(12 * var(--_px));
  }

  .row .time,
  .row > span:last-child {
    font-family: var(--_mono);
  }

  .whole {
    max-height: calc(160 * var(--_px));
    padding: 8px 12px;
    overflow: auto;
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
    outline-offset: -2px;
  }

  .whole p {
    margin-top: 4px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
