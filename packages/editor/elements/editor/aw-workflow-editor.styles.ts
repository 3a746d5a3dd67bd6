import { css } from 'lit'

// Comments inside the template would end up in the bundle, so individual rules are explained here:
// - `.toolbar .name`: The field is as wide as the workflow name if the buttons leave enough space.
// - `.small .toolbar`: All buttons fit on one line on a phone.
// - `.narrow`: Below 900 pixels, the palette and the inspector are sheets that cover the canvas.
// - `.narrow .panel, .narrow aw-inspector`: The panel covers only the canvas, because users need the results and the
//   settings side by side.
export const styles = css`
  :host {
    --_palette-width: var(--aw-palette-width, calc(240 * var(--_px)));
    --_inspector-width: var(--aw-inspector-width, calc(320 * var(--_px)));
    display: block;
    height: 600px;
    min-height: 320px;
    overflow: hidden;
    outline: 1px solid var(--_border);
    outline-offset: -1px;
    background: var(--_canvas);
    isolation: isolate;
  }

  .layout {
    position: relative;
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / var(--_palette-width) minmax(0, 1fr) auto;
    grid-template-areas: 'toolbar toolbar toolbar' 'palette canvas inspector' 'palette results results';
    height: 100%;
  }

  .toolbar {
    grid-area: toolbar;
    container: toolbar / inline-size;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4);
    min-height: calc(44 * var(--_px));
    padding: var(--_space-4) var(--_space-8);
    border-bottom: 1px solid var(--_border);
    background: var(--_surface);
  }

  .toolbar .name {
    flex: 1000 1 calc(60 * var(--_px));
    width: auto;
    min-width: calc(60 * var(--_px));
    max-width: max-content;
    field-sizing: content;
    border-color: transparent;
    background: transparent;
    font-weight: 600;
    text-overflow: ellipsis;
  }

  .toolbar .saving {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 0 6px;
    color: var(--_muted);
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  .toolbar .gap {
    flex: 1;
  }

  .narrow .toolbar .saving:not(.bad) {
    display: none;
  }

  .small .toolbar {
    gap: 0;
  }

  .small .toolbar .icon:disabled {
    display: none;
  }

  @container toolbar (max-width: 1180px) {
    .toolbar .label {
      display: none;
    }
  }

  aw-palette,
  ::slotted([slot='palette']) {
    grid-area: palette;
    min-height: 0;
    overflow: auto;
    border-inline-end: 1px solid var(--_border);
  }

  .stage {
    --_chip-bottom: 12px;
    grid-area: canvas;
    position: relative;
    min-width: 0;
    min-height: 0;
  }

  aw-canvas {
    position: absolute;
    inset: 0;
  }

  .trail {
    position: absolute;
    top: 12px;
    inset-inline-start: 12px;
    z-index: var(--_layer-controls);
    max-width: calc(100% - 24px);
  }

  aw-inspector,
  .panel {
    grid-area: inspector;
    width: var(--_inspector-width);
    border-inline-start: 1px solid var(--_border);
  }

  div.panel {
    display: grid;
    min-height: 0;
  }

  .results {
    grid-area: results;
  }

  .bottom {
    position: absolute;
    inset-inline-end: 12px;
    bottom: 12px;
    inset-inline-start: 12px;
    display: flex;
    justify-content: center;
    container-type: inline-size;
    pointer-events: none;
  }

  .bottom > * {
    pointer-events: auto;
  }

  .corner {
    position: absolute;
    inset-inline-end: 12px;
    bottom: 12px;
    display: grid;
    justify-items: end;
    gap: var(--_space-8);
  }

  .zoom {
    display: flex;
    align-items: center;
    padding: var(--_space-2);
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    box-shadow: var(--_shadow-low);
  }

  .zoom button {
    min-height: calc(26 * var(--_px));
    border-radius: 4px;
  }

  .zoom .icon {
    width: calc(26 * var(--_px));
  }

  .zoom .scale {
    min-width: calc(50 * var(--_px));
    padding: 0 var(--_space-4);
    font-size: var(--_type-12);
    font-weight: 400;
  }

  .chip {
    position: absolute;
    bottom: var(--_chip-bottom);
    inset-inline-start: 12px;
  }

  .chip > button {
    min-height: calc(32 * var(--_px));
    padding-block: var(--_space-4);
    padding-inline: 10px var(--_space-12);
    background: var(--_raised);
    box-shadow: var(--_shadow-low);
  }

  .problems {
    position: absolute;
    bottom: 40px;
    inset-inline-start: 0;
    z-index: var(--_layer-notices);
    width: min(calc(380 * var(--_px)), 80vw);
    max-height: calc(320 * var(--_px));
    margin: 0;
    padding: 6px;
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
    list-style: none;
  }

  .problems button {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
    width: 100%;
    height: auto;
    padding: var(--_space-8);
    border-color: transparent;
    background: transparent;
    font-weight: 400;
    text-align: start;
    white-space: normal;
  }

  .problems button:hover {
    background: var(--_hover);
  }

  .problems aw-problem-help {
    padding-inline: calc(32 * var(--_px)) var(--_space-8);
  }

  .problems svg {
    margin-top: var(--_space-2);
  }

  .problems .hint {
    display: block;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .notices {
    position: absolute;
    bottom: calc(var(--_chip-bottom) + 56 * var(--_px));
    inset-inline-start: 12px;
    z-index: var(--_layer-notices);
    display: grid;
    justify-items: start;
    gap: var(--_space-8);
    max-width: min(calc(560 * var(--_px)), calc(100% - 24px));
    pointer-events: none;
  }

  .notice {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: 10px;
    align-items: start;
    padding-block: var(--_space-8);
    padding-inline: var(--_space-12) var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
    pointer-events: auto;
  }

  .notice.brief {
    animation: leave 5s ease-in;
  }

  .notice.brief:is(:hover, :focus-within) {
    animation-play-state: paused;
  }

  @keyframes leave {
    96% {
      opacity: 1;
    }

    to {
      opacity: 0;
    }
  }

  .notice > span {
    padding: var(--_space-4) 0;
  }

  .notice > svg,
  .notice > .status-icon {
    margin-top: 6px;
    padding: 0;
  }

  .notice .hint {
    display: block;
    color: var(--_muted);
  }

  .absent {
    display: grid;
    place-content: center;
    gap: var(--_space-4);
    height: 100%;
    padding: var(--_space-24);
    text-align: center;
  }

  .absent h2 {
    font-size: var(--_type-16);
  }

  .scrim {
    position: absolute;
    grid-area: 2 / 1 / -1 / -1;
    inset: 0;
    z-index: var(--_layer-scrim);
    padding: 0;
    border: 0;
    border-radius: 0;
    background: rgb(0 0 0 / 0.25);
  }

  .scrim:hover:not(:disabled) {
    background: rgb(0 0 0 / 0.25);
  }

  .folded {
    grid-template-columns: 0 minmax(0, 1fr) auto;
  }

  .layout:has(> [beside]) {
    --_results: minmax(calc(280 * var(--_px)), 1fr) minmax(0, max-content);
    grid-template: auto minmax(0, 1fr) / var(--_palette-width) var(--_results) auto;
    grid-template-areas: 'toolbar toolbar toolbar toolbar' 'palette canvas results inspector';
  }

  .folded:has(> [beside]) {
    grid-template-columns: 0 var(--_results) auto;
  }

  .narrow {
    grid-template-columns: 0 minmax(0, 1fr) 0;
  }

  .narrow aw-palette,
  .narrow ::slotted([slot='palette']),
  .narrow .panel,
  .narrow aw-inspector {
    grid-area: 2 / 1 / -1 / -1;
    position: absolute;
    z-index: var(--_layer-sheet);
    top: 0;
    bottom: 0;
    box-shadow: var(--_shadow-high);
  }

  .narrow aw-palette,
  .narrow ::slotted([slot='palette']) {
    inset-inline-start: 0;
    width: min(calc(280 * var(--_px)), 85%);
  }

  .narrow .panel,
  .narrow aw-inspector {
    grid-row-end: 3;
    inset-inline-end: 0;
    width: min(calc(360 * var(--_px)), 100%);
  }

  .narrow .results {
    grid-column: 1 / -1;
  }

  .narrow:not(.single):has(aw-inspector, .panel) :is(.bottom, .corner) {
    inset-inline-end: calc(min(360 * var(--_px), 100%) + 12px);
  }

  .narrow:not(.single):has(aw-inspector, .panel) aw-minimap {
    display: none;
  }

  .narrow.single .panel,
  .narrow.single aw-inspector {
    grid-row-end: -1;
    inset-inline-start: 0;
    width: 100%;
    border-inline-start: 0;
  }

  .single:has(> .results[open]) .stage > :not(.bottom, .notices, aw-command-palette) {
    visibility: hidden;
  }

  .edge-preview {
    position: fixed;
    inset: auto;
    width: max-content;
    max-width: min(calc(560 * var(--_px)), calc(var(--_window-width, 100vw) - 16px));
    max-height: min(calc(420 * var(--_px)), var(--_window-height, 100vh) * 0.6);
    margin: 0;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  .stage.close .bottom {
    inset-inline-end: calc(180 * var(--_px));
  }

  .stage.close:has(.chip) .bottom {
    inset-inline-start: calc(140 * var(--_px));
  }

  .stage.tight {
    --_chip-bottom: calc(var(--_bar-height, 48px) + 24px);
  }

  .stage.tight .corner {
    bottom: var(--_chip-bottom);
  }

  .stage.without-bar .bottom,
  .stage.without-zoom-controls :is(.corner, .chip),
  .stage.listed aw-canvas,
  .stage.listed .zoom {
    visibility: hidden;
  }

  aw-step-list {
    position: absolute;
    inset: 0;
  }

  .small .bottom {
    inset-inline-end: 8px;
    inset-inline-start: 8px;
  }
`
