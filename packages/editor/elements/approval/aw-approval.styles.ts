import { css } from 'lit'

export const styles = css`
  /** Not a grid, because a sticky element in a grid cannot leave its own row. */
  :host {
    display: flex;
    flex-direction: column;
    gap: var(--_space-8);
    padding: var(--_space-12);
    border: 1px solid color-mix(in srgb, var(--_warn) 45%, transparent);
    border-radius: 6px;
  }
  .message {
    font-weight: 500;
    white-space: pre-line;
  }
  .muted,
  .line-mark,
  label {
    color: var(--_muted);
    font-size: var(--_type-12);
    text-align: start;
  }
  pre,
  .scroll {
    flex: none;
    margin: 0;
    max-height: max(calc(280 * var(--_px)), var(--_approval-room, 0px));
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 4px;
  }
  pre {
    padding: var(--_space-8);
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }
  table {
    min-width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-size: var(--_type-13);
    font-variant-numeric: tabular-nums;
  }
  .rows {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_type-12);
  }
  th,
  td {
    height: calc(28 * var(--_px));
    padding: 0 10px;
    border-block-end: 1px solid color-mix(in srgb, var(--_border) 55%, transparent);
    border-inline-end: 1px solid color-mix(in srgb, var(--_border) 45%, transparent);
    text-align: start;
    white-space: nowrap;
  }
  tbody tr:last-child > * {
    border-block-end: none;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--_surface);
    border-block-end-color: var(--_border);
    font-weight: 500;
  }
  /** Makes the corner cell as narrow as the row numbers. */
  thead td {
    position: sticky;
    inset-block-start: 0;
    inset-inline-start: 0;
    z-index: 2;
    width: 1px;
    background: var(--_sunken);
    border-block-end-color: var(--_border);
  }
  tbody th {
    position: sticky;
    inset-inline-start: 0;
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 400;
    text-align: end;
  }
  .number {
    text-align: end;
  }
  td.changed {
    background: color-mix(in srgb, var(--_info) 12%, var(--_surface));
  }
  td.changed del {
    margin-inline-end: var(--_space-4);
    color: var(--_muted);
  }
  td.changed ins {
    text-decoration: none;
    font-weight: 500;
  }
  details {
    display: grid;
    gap: var(--_space-4);
  }
  textarea {
    display: block;
    box-sizing: border-box;
  }
  /** Keeps the decision buttons visible when the element is cut off by its container. */
  .decisions {
    position: sticky;
    bottom: 0;
    /* Above the header of the table, which is also sticky. */
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    margin: 0 -12px -12px;
    padding: var(--_space-8) var(--_space-12);
    border-radius: 0 0 6px 6px;
    background: var(--_surface);
  }

  /** Keeps the focused element from being hidden behind the decision buttons. */
  input,
  textarea,
  summary {
    scroll-margin-block-end: calc(56 * var(--_px));
  }
`
