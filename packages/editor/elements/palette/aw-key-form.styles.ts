import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }

  .bar {
    display: flex;
    gap: var(--_space-8);
    padding: var(--_space-12) var(--_space-16);
    border-bottom: 1px solid var(--_border);
  }

  .bar input {
    flex: 1;
    min-width: 0;
  }

  .all {
    white-space: nowrap;
  }

  ul {
    flex: 1;
    margin: 0;
    padding: var(--_space-4) var(--_space-16) var(--_space-16);
    overflow-y: auto;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--_space-4) var(--_space-16);
    align-items: center;
    min-height: calc(40 * var(--_px));
    padding: var(--_space-4) 0;
    border-bottom: 1px solid var(--_border);
  }

  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4);
    align-items: center;
    justify-content: flex-end;
  }

  .key {
    min-height: calc(24 * var(--_px));
    padding: 1px 6px;
    gap: var(--_space-4);
    color: var(--_text);
    font-size: var(--_type-12);
  }

  .key svg {
    width: 12px;
    height: 12px;
    color: var(--_muted);
  }

  .recording {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    grid-column: 1 / -1;
    align-items: center;
    padding: var(--_space-8) var(--_space-12);
    border: 1px solid var(--_accent);
    border-radius: 6px;
    background: var(--_sunken);
  }

  .recording span {
    flex: 1;
  }

  .none {
    padding: 0 var(--_space-16) var(--_space-16);
  }
`
