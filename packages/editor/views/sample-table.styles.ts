import { css } from 'lit'

export const sampleTableStyles = css`
  .scroll:has(> .sample-table) {
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    scrollbar-width: thin;
  }

  .sample-table {
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  .sample-table th {
    padding: 6px var(--_space-8);
    background: var(--_sunken);
    font-weight: 500;
    text-align: start;
    vertical-align: top;
  }

  .sample-table .column {
    display: flex;
    align-items: center;
    gap: var(--_space-4);
  }

  .sample-table .column svg {
    flex: none;
    color: var(--_muted);
  }

  .sample-table .column span {
    max-width: 14em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .sample-table td {
    max-width: 16em;
    padding: 3px var(--_space-8);
    overflow: hidden;
    border-top: 1px solid var(--_border);
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .sample-table td.number {
    text-align: end;
  }

  .sample-table .null {
    color: var(--_muted);
    font-style: italic;
  }
`
