import { css } from 'lit'

export const styles = css`
  /* On small screens, the buttons are placed below the summary instead of around it. */
  @media (max-width: 600px) {
    .bar p {
      flex-basis: 100%;
    }
  }

  .drift {
    flex: none;
    max-height: 30%;
    padding: var(--_space-8) var(--_space-12);
    overflow: auto;
    border-bottom: 1px solid var(--_border);
    background: color-mix(in srgb, var(--_warn) 8%, var(--_surface));
  }

  .drift strong {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    font-weight: 600;
  }

  .drift strong svg {
    color: var(--_warn);
  }

  .drift ul {
    display: grid;
    gap: var(--_space-2);
    margin: var(--_space-4) 0 0;
    padding-inline-start: calc(24 * var(--_px));
    overflow-wrap: anywhere;
  }

  .list {
    overflow-y: auto;
    min-height: 0;
    padding: var(--_space-12);
  }

  ol {
    display: grid;
    gap: var(--_space-8);
  }

  .operation {
    display: grid;
    grid-template-columns: calc(24 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-4) var(--_space-8);
    align-items: start;
    padding: var(--_space-8) var(--_space-12);
    border: 1px solid var(--_border);
    border-left: 3px solid var(--_muted);
    border-radius: 6px;
    background: var(--_raised);
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

  .words {
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .state {
    display: inline-flex;
    gap: var(--_space-4);
    align-items: center;
    white-space: nowrap;
  }

  .effect,
  .reason,
  .examples,
  .actions,
  form {
    grid-column: 2 / -1;
    overflow-wrap: anywhere;
  }

  .examples {
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  th,
  td {
    padding: var(--_space-2) var(--_space-12) var(--_space-2) 0;
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
    gap: var(--_space-4);
  }

  form {
    display: grid;
    gap: var(--_space-8);
    margin-top: var(--_space-4);
  }

  label {
    display: grid;
    gap: var(--_space-2);
    font-size: var(--_type-12);
    color: var(--_muted);
  }

  input,
  textarea,
  select {
    padding: var(--_space-4) var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_type-13);
  }

  textarea {
    font-family: var(--_mono, monospace);
  }

  .adding {
    margin-top: var(--_space-8);
    grid-template-columns: minmax(0, 1fr);
  }

  .adding > * {
    grid-column: 1;
  }

  .links h3 {
    margin: var(--_space-12) 0 var(--_space-4);
    font-size: inherit;
  }

  .links p {
    margin: 0 0 var(--_space-8);
  }

  .problem {
    color: var(--_bad);
    grid-column: 2 / -1;
    overflow-wrap: anywhere;
  }

  .notes {
    margin: var(--_space-12) 0 0;
    padding: 0 0 0 var(--_space-16);
    color: var(--_muted);
  }

  @media (forced-colors: active) {
    .operation.approved {
      border-left-color: Highlight;
    }
  }
`
