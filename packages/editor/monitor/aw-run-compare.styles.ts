import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8) var(--_space-16);
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-8);
    min-width: 0;
  }

  select {
    width: auto !important;
    max-width: calc(320 * var(--_px));
  }

  .scroll {
    min-height: 0;
    overflow: auto;
    outline-offset: -2px;
  }

  .same {
    display: flex;
    gap: var(--_space-8);
    padding: var(--_space-12);
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: 6px 10px;
    border-bottom: 1px solid var(--_border);
    text-align: start;
    vertical-align: top;
    font-weight: 400;
  }

  thead th {
    position: sticky;
    top: 0;
    background: var(--_surface);
    color: var(--_muted);
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  tbody th {
    font-weight: 500;
  }

  tbody th button {
    min-height: calc(24 * var(--_px));
    margin-inline-start: -8px;
    padding: 1px var(--_space-8);
    white-space: normal;
    text-align: start;
  }

  tr[aria-current] {
    background: var(--_wash);
  }

  tr.differs {
    box-shadow: inset 3px 0 0 var(--_warn);
  }

  :host(:dir(rtl)) tr.differs {
    box-shadow: inset -3px 0 0 var(--_warn);
  }

  .number {
    text-align: end;
    white-space: nowrap;
  }

  .state {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    white-space: nowrap;
  }

  ul {
    display: grid;
    gap: var(--_space-2);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .none {
    place-self: center;
    padding: var(--_space-24);
    max-width: 46ch;
    color: var(--_muted);
    text-align: center;
  }
`
