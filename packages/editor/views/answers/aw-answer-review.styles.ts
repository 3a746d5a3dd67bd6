import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    font-size: var(--_type-13);
  }

  section {
    display: grid;
    gap: var(--_space-8);
    padding: 0 var(--_space-12) var(--_space-12);
    border-bottom: 1px solid var(--_border);
    background: var(--_sunken);
  }

  header,
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    align-items: center;
  }

  /* Lets the progress bar shrink so that the close button does not wrap onto a new line. */
  header {
    flex-wrap: nowrap;
    min-height: calc(38 * var(--_px));
  }

  .row strong {
    color: var(--_text);
    font-weight: 600;
  }

  progress {
    appearance: none;
    flex: 1 1 0;
    min-width: 0;
    height: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--_border);
  }

  progress::-webkit-progress-bar {
    border-radius: 2px;
    background: var(--_border);
  }

  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--_accent);
  }

  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--_accent);
  }

  form {
    display: grid;
    gap: var(--_space-8);
  }

  .actions {
    position: sticky;
    top: 0;
    z-index: 1;
    padding-block: var(--_space-4);
    background: var(--_sunken);
  }

  .cells {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(calc(150 * var(--_px)), 1fr));
    gap: var(--_space-8);
    align-items: start;
  }

  .cell {
    display: grid;
    gap: var(--_space-2);
    min-width: 0;
  }

  label {
    display: flex;
    gap: var(--_space-4);
    align-items: center;
    font-size: var(--_type-12);
    color: var(--_muted);
  }

  label svg {
    flex: none;
    color: var(--_warn);
  }

  .cell input {
    font-family: var(--_mono);
  }

  .suspicious input {
    border-color: var(--_warn);
  }

  .edited input {
    border-color: var(--_accent);
    background: var(--_wash);
  }

  .note {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--_space-8);
    align-items: center;
    overflow-wrap: anywhere;
  }

  .use {
    min-height: calc(24 * var(--_px));
    padding: 0 var(--_space-4);
    color: var(--_accent);
    font-size: var(--_type-12);
    white-space: normal;
    text-align: start;
  }

  .effect {
    font-weight: 500;
  }

  .end {
    display: flex;
    gap: var(--_space-8);
    align-items: center;
  }

  .end svg {
    flex: none;
    color: var(--_good);
  }

  summary {
    width: fit-content;
    cursor: pointer;
  }

  .answers ul {
    display: grid;
    margin: var(--_space-4) 0 0;
  }

  .answers li {
    display: flex;
    gap: var(--_space-8);
    align-items: center;
    justify-content: space-between;
    border-top: 1px solid var(--_border);
  }

  .answers li span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
`
