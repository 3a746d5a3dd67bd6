import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    border-top: 1px solid var(--_border);
    overflow: hidden;
  }

  aw-results {
    position: absolute;
    inset: 0;
  }

  /** No tab is shown while the drawer is closed. */
  aw-results.closed {
    --_shown-tab: transparent;
  }

  .splitter {
    position: absolute;
    top: -1px;
    inset-inline-end: 0;
    inset-inline-start: 0;
    z-index: var(--_layer-controls);
    height: 7px;
    cursor: row-resize;
    touch-action: none;
  }

  .splitter:hover,
  .splitter:focus-visible,
  .splitter.active {
    background: linear-gradient(var(--_accent) 2px, transparent 2px);
    outline: none;
  }
`
