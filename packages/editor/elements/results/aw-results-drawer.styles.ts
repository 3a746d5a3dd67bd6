import { css } from 'lit'

// Comments on individual rules are here, because comments inside the template would become part of the bundle:
// - `aw-results.closed`: No tab is shown while the drawer is closed.
// - `aw-results.closed::part(download)`: The closed drawer has a single button, which opens it.
// - `.splitter::after`: A visible grip, like that of a bottom sheet on a phone.
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

  aw-results.closed {
    --_shown-tab: transparent;
  }

  aw-results.closed::part(download) {
    display: none;
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

  .splitter::after {
    content: '';
    position: absolute;
    top: 3px;
    inset-inline-start: calc(50% - 16px);
    width: 32px;
    height: 3px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--_border), var(--_text) 30%);
  }

  .splitter:hover,
  .splitter:focus-visible,
  .splitter.active {
    background: linear-gradient(var(--_accent) 2px, transparent 2px);
    outline: none;
  }
`
