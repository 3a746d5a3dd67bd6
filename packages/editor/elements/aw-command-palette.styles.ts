import { css } from 'lit'

export const styles = css`
  :host {
    position: absolute;
    top: 12px;
    left: 50%;
    z-index: 6;
    width: min(480px, calc(100% - 24px));
    translate: -50% 0;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
  }

  .search {
    padding: 8px;
    border-bottom: 1px solid var(--_border);
  }

  input {
    width: 100%;
  }

  ul {
    margin: 0;
    padding: 4px;
    max-height: min(420px, 50vh);
    overflow-y: auto;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: 16px minmax(0, auto) minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    padding: 6px 8px;
    border-radius: 6px;
    cursor: pointer;
  }

  .title,
  .detail {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .keys {
    display: flex;
    gap: 4px;
    justify-content: flex-end;
  }

  kbd {
    padding: 1px 6px;
    border: 1px solid var(--_border);
    border-radius: 4px;
    color: var(--_muted);
    font: inherit;
    font-size: 12px;
  }

  li[aria-selected='true'] {
    background: var(--_wash);
  }

  .none {
    padding: 12px;
  }
`
