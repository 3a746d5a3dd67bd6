import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: 10px var(--_space-12);
    overflow-wrap: anywhere;
  }

  :host([popover]:not(:popover-open)) {
    display: none;
  }

  .scroll {
    overflow-x: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    scrollbar-width: thin;
  }

  table {
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  th {
    padding: 6px var(--_space-8);
    text-align: start;
    vertical-align: top;
    font-weight: 500;
    background: var(--_sunken);
  }

  .column {
    display: flex;
    align-items: center;
    gap: var(--_space-4);
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
    font-size: calc(11 * var(--_px));
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
    margin-top: var(--_space-4);
    fill: var(--_port-table);
  }

  td {
    max-width: 16em;
    padding: 3px var(--_space-8);
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
    font: var(--_type-12)/1.5 var(--_mono);
    white-space: pre-wrap;
  }
`
