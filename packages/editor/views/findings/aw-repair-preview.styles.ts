import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    font-size: var(--_type-13);
  }

  section {
    display: grid;
    gap: var(--_space-8);
    padding: var(--_space-8) var(--_space-12) var(--_space-12);
    border-bottom: 1px solid var(--_border);
    background: var(--_sunken);
  }

  header {
    position: sticky;
    top: 0;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    align-items: center;
    justify-content: space-between;
    background: var(--_sunken);
  }

  .changes {
    overflow-x: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_surface);
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: var(--_space-4) var(--_space-8);
    border-bottom: 1px solid var(--_border);
    text-align: start;
    vertical-align: baseline;
  }

  tr:last-child td {
    border-bottom: 0;
  }

  th {
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .number {
    text-align: end;
  }

  del,
  ins {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    font-family: var(--_mono);
  }

  ins {
    text-decoration: none;
    font-weight: 600;
  }

  .later {
    display: flex;
    gap: var(--_space-8);
    align-items: center;
  }

  .later svg {
    flex: none;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
  }
`
