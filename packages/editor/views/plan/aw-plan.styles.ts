import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
    color: var(--_text);
    font-size: calc(13 * var(--_px));
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    border-bottom: 1px solid var(--_border);
  }

  header p {
    flex: 1 1 calc(200 * var(--_px));
    margin: 0;
  }

  .rows,
  .reason,
  .effect {
    color: var(--_muted);
  }

  .drift {
    flex: none;
    max-height: 30%;
    padding: 8px 12px;
    overflow: auto;
    border-bottom: 1px solid var(--_border);
    background: color-mix(in srgb, var(--_warn) 8%, var(--_surface));
  }

  .drift strong {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
  }

  .drift strong svg {
    color: var(--_warn);
  }

  .drift ul {
    display: grid;
    gap: 2px;
    margin: 4px 0 0;
    padding-inline-start: calc(24 * var(--_px));
    overflow-wrap: anywhere;
  }

  .list {
    overflow-y: auto;
    min-height: 0;
    padding: 12px;
  }

  ol {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .operation {
    display: grid;
    grid-template-columns: calc(24 * var(--_px)) minmax(0, 1fr) auto;
    gap: 4px 8px;
    align-items: start;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-left: 3px solid var(--_muted);
    border-radius: 6px;
    background: var(--_raised);
  }

  .operation:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .operation.approved {
    border-left-color: var(--_good);
  }

  .operation.rejected {
    border-left-color: var(--_bad);
  }

  .operation.rejected .words {
    text-decoration: line-through;
  }

  .number {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .words {
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .state {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    font-size: calc(12 * var(--_px));
    white-space: nowrap;
  }

  .state.approved {
    color: var(--_good);
  }

  .state.rejected {
    color: var(--_bad);
  }

  .effect,
  .reason,
  .examples,
  .actions,
  form {
    grid-column: 2 / -1;
    overflow-wrap: anywhere;
  }

  .effect {
    font-variant-numeric: tabular-nums;
  }

  .examples {
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
    font-size: calc(12 * var(--_px));
  }

  th,
  td {
    padding: 2px 12px 2px 0;
    text-align: start;
    vertical-align: top;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  th {
    color: var(--_muted);
    font-weight: 500;
  }

  td.number {
    text-align: right;
  }

  .null {
    color: var(--_muted);
    font-style: italic;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }

  form {
    display: grid;
    gap: 8px;
    margin-top: 4px;
  }

  label {
    display: grid;
    gap: 2px;
    font-size: calc(12 * var(--_px));
    color: var(--_muted);
  }

  input,
  textarea,
  select {
    padding: 4px 8px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_surface);
    color: var(--_text);
    font-size: calc(13 * var(--_px));
  }

  textarea {
    resize: vertical;
    font-family: var(--_mono, monospace);
  }

  .adding {
    margin-top: 8px;
    grid-template-columns: minmax(0, 1fr);
  }

  .adding > * {
    grid-column: 1;
  }

  .links h3 {
    margin: 12px 0 4px;
    font-size: inherit;
  }

  .links p {
    margin: 0 0 8px;
  }

  .problem {
    margin: 0;
    color: var(--_bad);
    grid-column: 2 / -1;
    overflow-wrap: anywhere;
  }

  .notes {
    margin: 12px 0 0;
    padding: 0 0 0 16px;
    color: var(--_muted);
  }

  .said {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .operation.approved {
      border-left-color: Highlight;
    }
  }
`
