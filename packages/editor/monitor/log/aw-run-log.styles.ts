import { css } from 'lit'

export const styles = css`
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4);
  }

  .level {
    min-height: calc(26 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    gap: 6px;
    font-size: var(--_type-12);
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

  .node-filter {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_type-12);
  }

  .row {
    display: grid;
    grid-template-columns:
      calc(92 * var(--_px)) calc(16 * var(--_px)) minmax(calc(60 * var(--_px)), calc(140 * var(--_px)))
      minmax(0, 1fr);
    align-items: center;
    gap: var(--_space-8);
    height: calc(24 * var(--_px));
    padding-inline: var(--_space-12);
    font-size: var(--_type-12);
  }

  :host {
    container-type: inline-size;
  }

  /* In a narrow log, the time is hidden to make room for the message. The full line below the list still shows it. */
  @container (max-width: 480px) {
    .row {
      grid-template-columns: calc(16 * var(--_px)) minmax(calc(48 * var(--_px)), calc(80 * var(--_px))) minmax(0, 1fr);
    }

    .row .time {
      display: none;
    }
  }

  .row .time,
  .row > span:last-child {
    font-family: var(--_mono);
  }

  .full-line {
    max-height: calc(160 * var(--_px));
    padding: var(--_space-8) var(--_space-12);
    overflow: auto;
    border-top: 1px solid var(--_border);
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
    outline-offset: -2px;
  }

  .full-line p {
    margin-top: var(--_space-4);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
