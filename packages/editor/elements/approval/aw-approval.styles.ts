import { css } from 'lit'

export const styles = css`
  /* No grid: there, what sticks would stay within its own row. */
  :host {
    display: flex;
    flex-direction: column;
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
  .line-mark,
  label,
  caption {
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
    text-align: start;
  }
  pre,
  .scroll {
    flex: none;
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
  /* However little of it is seen, the decision is at hand. */
  .ways {
    position: sticky;
    bottom: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0 -12px -12px;
    padding: 8px 12px;
    border-radius: 0 0 6px 6px;
    background: var(--_surface);
  }

  /* What is focused is not hidden behind it. */
  input,
  textarea,
  summary {
    scroll-margin-block-end: calc(56 * var(--_px));
  }
`
