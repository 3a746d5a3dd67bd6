import { css } from 'lit'

/** Styles of a raised box with a search field above a list. The element sets the position and width of the box. */
export const searchListStyles = css`
  :host {
    position: absolute;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
  }

  .search {
    padding: var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  input {
    width: 100%;
  }

  ul {
    margin: 0;
    padding: var(--_space-4);
    overflow-y: auto;
    list-style: none;
  }

  li {
    display: grid;
    align-items: center;
    padding: 6px var(--_space-8);
    border-radius: 6px;
    cursor: pointer;
  }

  li[aria-selected='true'] {
    background: var(--_wash);
  }

  .title,
  .detail {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .none {
    padding: var(--_space-12);
  }
`
