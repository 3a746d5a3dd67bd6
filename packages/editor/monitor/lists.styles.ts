import { css } from 'lit'

/** Styles of long lists: a scroll container, rows of equal height, and node states as text. */
export const listStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  .scroll {
    position: relative;
    min-height: 0;
    overflow: auto;
    scrollbar-width: thin;
    outline-offset: -2px;
  }

  .space {
    position: relative;
    min-width: 100%;
  }

  .rows {
    position: absolute;
    inset-inline: 0;
    top: 0;
  }

  .row {
    cursor: pointer;
  }

  .row:hover {
    background: var(--_hover);
  }

  .row.selected {
    background: var(--_wash);
  }

  .scroll:focus-visible .row.active {
    box-shadow: inset 0 0 0 2px var(--_accent);
  }

  .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }

  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .none {
    place-self: center;
    padding: var(--_space-24);
    max-width: 46ch;
    color: var(--_muted);
    text-align: center;
  }
`
