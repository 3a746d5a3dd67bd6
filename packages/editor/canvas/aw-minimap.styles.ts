import { css } from 'lit'

/** The size of the minimap, in CSS pixels. */
export const minimapWidth = 168
export const minimapHeight = 108

export const styles = css`
  :host {
    display: block;
    width: ${minimapWidth}px;
    height: ${minimapHeight}px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    overflow: hidden;
    background: var(--_surface);
    cursor: pointer;
    touch-action: none;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
  }

  .theme-probe {
    position: absolute;
    width: 0;
    height: 0;
    overflow: hidden;
    /** Forced colors do not apply to canvas drawing, which reads the system colors from the tokens. */
    forced-color-adjust: none;
  }
`
