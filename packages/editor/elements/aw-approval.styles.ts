import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    gap: 8px;
    padding: 12px;
    border: 1px solid color-mix(in srgb, var(--_warn) 45%, transparent);
    border-radius: 6px;
  }
  p {
    margin: 0;
  }
  .message {
    font-weight: 500;
    white-space: pre-line;
  }
  .bad {
    color: var(--_bad);
  }
  .muted,
  label,
  caption {
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
    text-align: start;
  }
  pre,
  .scroll {
    margin: 0;
    max-height: calc(240 * var(--_px));
    overflow: auto;
    padding: 8px;
    border: 1px solid var(--_border);
    border-radius: 4px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
  }
  table {
    border-collapse: collapse;
  }
  caption,
  th,
  td {
    padding-block: 2px;
    padding-inline: 0 12px;
    text-align: start;
    white-space: nowrap;
  }
  details {
    display: grid;
    gap: 4px;
  }
  textarea {
    display: block;
    width: 100%;
    box-sizing: border-box;
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
  }
  .ways {
    display: flex;
    gap: 8px;
  }
`
