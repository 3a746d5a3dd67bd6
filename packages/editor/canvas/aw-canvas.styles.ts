import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    background: var(--_canvas);
    contain: strict;
  }

  .surface {
    position: absolute;
    inset: 0;
    outline: none;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    cursor: default;
  }

  .surface[data-cursor='panning'] {
    cursor: grabbing;
  }

  .surface[data-cursor='node'] {
    cursor: move;
  }

  .surface[data-cursor='port'] {
    cursor: crosshair;
  }

  .surface[data-cursor='edge'] {
    cursor: pointer;
  }

  .surface[data-cursor='side'] {
    cursor: ew-resize;
  }

  .surface[data-cursor='corner'] {
    cursor: nwse-resize;
  }

  .surface:is([data-cursor='bend'], [data-cursor='note'], [data-cursor='group']) {
    cursor: move;
  }

  textarea.text {
    position: absolute;
    top: 0;
    left: 0;
    z-index: var(--_layer-controls);
    min-height: 0;
    padding: 10px var(--_space-12);
    border: 2px solid var(--_accent);
    border-radius: 6px;
    background: var(--_surface);
    color: var(--_text);
    font: 400 13px/18px var(--_font);
    resize: none;
    transform-origin: 0 0;
  }

  textarea.one-line {
    padding: 5px var(--_space-12);
    overflow: hidden;
    font-weight: 600;
    white-space: nowrap;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
  }

  .frame {
    position: absolute;
    inset: 0;
    border: 2px solid transparent;
    pointer-events: none;
    transition: border-color var(--_motion);
  }

  @media (forced-colors: active) {
    .frame:not(.dropping, .focused) {
      display: none;
    }
  }

  .frame.dropping {
    border-color: var(--_accent);
  }

  .frame.focused {
    border-color: var(--_accent);
  }

  .theme-probe {
    position: absolute;
    width: 0;
    height: 0;
    overflow: hidden;
    /** Forced colors do not apply to canvas drawing, which reads the system colors from the tokens. */
    forced-color-adjust: none;
    pointer-events: none;
  }

  .nodes,
  .visually-hidden {
    position: absolute;
    top: 0;
    left: 0;
    width: 1px;
    height: 1px;
    margin: 0;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    list-style: none;
    white-space: nowrap;
  }

  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    gap: var(--_space-4);
    padding: var(--_space-24);
    text-align: center;
    pointer-events: none;
  }

  .empty h2 {
    font-size: var(--_type-16);
  }

  .empty .start {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--_space-8);
    margin-top: var(--_space-12);
  }

  .empty button {
    pointer-events: auto;
  }

  .tip {
    position: absolute;
    top: 0;
    left: 0;
    z-index: var(--_layer-controls);
    max-width: calc(280 * var(--_px));
    padding: 5px 9px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    box-shadow: var(--_shadow-low);
    font-size: var(--_type-12);
    pointer-events: none;
    will-change: transform;
  }

  .tip[hidden] {
    display: none;
  }

  .tip.refused {
    border-color: var(--_bad);
    color: var(--_bad);
  }
`
