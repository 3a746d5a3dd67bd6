import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: 10px 12px;
    overflow-wrap: anywhere;
  }

  .scroll {
    overflow-x: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    scrollbar-width: thin;
  }

  table {
    border-collapse: collapse;
    font-size: calc(12 * var(--_px));
  }

  th {
    padding: 6px 8px;
    text-align: start;
    vertical-align: top;
    font-weight: 500;
    background: var(--_sunken);
  }

  .column {
    display: flex;
    align-items: center;
    gap: 4px;
  }

  .column svg {
    color: var(--_muted);
  }

  .name {
    max-width: 14em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .type {
    display: block;
    color: var(--_muted);
    font: calc(11 * var(--_px)) var(--_mono);
  }

  .about {
    display: block;
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
    font-weight: 400;
    white-space: nowrap;
  }

  .bars {
    display: block;
    width: calc(60 * var(--_px));
    height: 14px;
    margin-top: 4px;
    fill: var(--_port-table);
  }

  td {
    max-width: 16em;
    padding: 3px 8px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    border-top: 1px solid var(--_border);
    text-align: start;
  }

  td.number {
    text-align: end;
  }

  .null {
    color: var(--_muted);
    font-style: italic;
  }

  pre {
    max-height: calc(180 * var(--_px));
    margin: 0;
    overflow: auto;
    font: calc(12 * var(--_px))/1.5 var(--_mono);
    white-space: pre-wrap;
  }
`
