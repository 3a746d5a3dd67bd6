import { css } from 'lit'

export const styles = css`
  :host {
    position: absolute;
    z-index: 5;
    width: 264px;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: 10px;
    box-shadow: var(--_shadow-high);
    overflow: hidden;
  }

  .search {
    padding: 8px;
    border-bottom: 1px solid var(--_border);
  }

  ul {
    margin: 0;
    padding: 4px;
    max-height: 264px;
    overflow-y: auto;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: 16px 1fr;
    gap: 0 10px;
    align-items: center;
    padding: 6px 8px;
    border-radius: 6px;
    cursor: pointer;
  }

  li .description {
    grid-column: 2;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  li[aria-selected='true'] {
    background: var(--_wash);
  }

  .none {
    padding: 12px;
  }
`
