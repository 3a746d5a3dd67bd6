import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }

  .bar {
    display: flex;
    gap: 8px;
    padding: 12px 16px;
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
    padding: 4px 16px 16px;
    overflow-y: auto;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 16px;
    align-items: center;
    min-height: calc(40 * var(--_px));
    padding: 4px 0;
    border-bottom: 1px solid var(--_border);
  }

  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    align-items: center;
    justify-content: flex-end;
  }

  .key {
    min-height: calc(24 * var(--_px));
    padding: 1px 6px;
    gap: 4px;
    color: var(--_text);
    font-size: calc(12 * var(--_px));
  }

  .key svg {
    width: 12px;
    height: 12px;
    color: var(--_muted);
  }

  .recording {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    grid-column: 1 / -1;
    align-items: center;
    padding: 8px 12px;
    border: 1px solid var(--_accent);
    border-radius: 6px;
    background: var(--_sunken);
  }

  .recording span {
    flex: 1;
  }

  .none {
    padding: 0 16px 16px;
  }
`
