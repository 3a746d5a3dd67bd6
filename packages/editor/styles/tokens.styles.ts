import { css } from 'lit'

// Comments inside the template would end up in the bundle, so individual declarations are explained here:
// - `--_layer-controls`: This and the following declarations define the layers over the canvas, from bottom to top.
//   Lists, menus and tooltips are popovers in the page's top layer.
// - `--_chip`: A background that makes chips stand out from the surface in both themes.
// - `--_px`: A pixel that scales with the user's text size, but is never smaller than a CSS pixel.
// - `text-align`: This and the following declarations reset text styles inherited from the page. Direction and language
//   are inherited intentionally.
/**
 * Design tokens, which are part of the styles of every element. Hosts can set the public `--aw-…` properties on any
 * ancestor of an element. Elements read only the private `--_…` properties. The attribute `theme="light"` or
 * `theme="dark"` sets the color scheme, and `theme="auto"` follows the system. Without the attribute, the page's
 * `color-scheme` applies.
 *
 * @cssproperty --aw-canvas - Background of the canvas.
 * @cssproperty --aw-surface - Background of panels and nodes.
 * @cssproperty --aw-raised - Background of buttons and other raised elements.
 * @cssproperty --aw-sunken - Background of sunken areas, such as code blocks.
 * @cssproperty --aw-border - Color of the borders of panels, nodes and fields.
 * @cssproperty --aw-text - Color of text.
 * @cssproperty --aw-muted - Color of secondary text.
 * @cssproperty --aw-accent - Accent color for the selection, focus and primary actions.
 * @cssproperty --aw-on-accent - Color of text on the accent color.
 * @cssproperty --aw-good - Color of success states.
 * @cssproperty --aw-warn - Color of warnings.
 * @cssproperty --aw-bad - Color of errors.
 * @cssproperty --aw-cached - Color of cached results.
 * @cssproperty --aw-info - Color of informational notes.
 * @cssproperty --aw-dot - Color of the dots on the canvas background.
 * @cssproperty --aw-shade - Color of node shadows.
 * @cssproperty --aw-port-table - Color of table ports and of edges from them.
 * @cssproperty --aw-port-json - Color of JSON ports.
 * @cssproperty --aw-port-text - Color of text ports.
 * @cssproperty --aw-port-file - Color of file ports.
 * @cssproperty --aw-port-control - Color of ports that only control the execution order.
 * @cssproperty --aw-port-any - Color of ports that accept any value.
 * @cssproperty --aw-family-triggers - Color of nodes that start a run.
 * @cssproperty --aw-family-data-agents - Color of nodes that load, prepare or validate data.
 * @cssproperty --aw-family-tables - Color of nodes that process tables.
 * @cssproperty --aw-family-agents - Color of nodes that use a language model.
 * @cssproperty --aw-family-actions - Color of nodes that act on other systems.
 * @cssproperty --aw-family-logic - Color of nodes that control which nodes run.
 * @cssproperty --aw-family-integration - Color of nodes that integrate with other systems.
 * @cssproperty --aw-family-views - Color of nodes that show data.
 * @cssproperty --aw-font - Font family of text.
 * @cssproperty --aw-mono - Font family of code and values.
 * @cssproperty --aw-type-12 - Font size; 12 px by default.
 * @cssproperty --aw-type-13 - Font size; 13 px by default.
 * @cssproperty --aw-type-14 - Font size; 14 px by default.
 * @cssproperty --aw-type-16 - Font size; 16 px by default.
 * @cssproperty --aw-type-20 - Font size; 20 px by default.
 * @cssproperty --aw-type-28 - Font size; 28 px by default.
 * @cssproperty --aw-space-2 - Spacing; 2 px by default.
 * @cssproperty --aw-space-4 - Spacing; 4 px by default.
 * @cssproperty --aw-space-8 - Spacing; 8 px by default.
 * @cssproperty --aw-space-12 - Spacing; 12 px by default.
 * @cssproperty --aw-space-16 - Spacing; 16 px by default.
 * @cssproperty --aw-space-24 - Spacing; 24 px by default.
 * @cssproperty --aw-space-32 - Spacing; 32 px by default.
 * @cssproperty --aw-space-48 - Spacing; 48 px by default.
 *
 * @internal
 */
export const tokens = css`
  :host([wheel='pan']) {
    --_wheel: pan;
  }

  :host([wheel='page']) {
    --_wheel: page;
  }

  :host {
    --_layer-controls: 1;
    --_layer-notices: 2;
    --_layer-search: 3;
    --_layer-scrim: 4;
    --_layer-sheet: 5;
    --_canvas: var(--aw-canvas, light-dark(#f6f7f9, #0f1216));
    --_surface: var(--aw-surface, light-dark(#ffffff, #171b21));
    --_raised: var(--aw-raised, light-dark(#ffffff, #1e232b));
    --_sunken: var(--aw-sunken, light-dark(#eef0f3, #12161b));
    --_chip: color-mix(in srgb, var(--_surface), var(--_text) 9%);
    --_border: var(--aw-border, light-dark(#d9dde3, #2d343f));
    --_text: var(--aw-text, light-dark(#1b1f26, #e8ebf0));
    --_muted: var(--aw-muted, light-dark(#5a6372, #9aa4b2));
    --_accent: var(--aw-accent, light-dark(#3451d1, #8da2ff));
    --_on-accent: var(--aw-on-accent, light-dark(#ffffff, #0f1216));
    --_good: var(--aw-good, light-dark(#167343, #5fd197));
    --_warn: var(--aw-warn, light-dark(#8f5a00, #f0b458));
    --_bad: var(--aw-bad, light-dark(#c2362f, #ff8a80));
    --_cached: var(--aw-cached, light-dark(#0d6f76, #5cc9d1));
    --_info: var(--aw-info, light-dark(#6b4fc9, #b7a3ff));
    --_dot: var(--aw-dot, light-dark(#d5dae1, #262c35));
    --_shade: var(--aw-shade, light-dark(rgb(27 31 38 / 0.07), rgb(0 0 0 / 0.35)));
    --_hover: color-mix(in srgb, var(--_text) 6%, transparent);
    --_pressed: color-mix(in srgb, var(--_text) 10%, transparent);
    --_wash: color-mix(in srgb, var(--_accent) 11%, transparent);

    --_port-table: var(--aw-port-table, light-dark(#2f6fb3, #76b3f2));
    --_port-json: var(--aw-port-json, light-dark(#6b4fc9, #b7a3ff));
    --_port-text: var(--aw-port-text, light-dark(#8f5a00, #f0b458));
    --_port-file: var(--aw-port-file, light-dark(#b4472a, #ff9d7a));
    --_port-control: var(--aw-port-control, light-dark(#5a6372, #9aa4b2));
    --_port-any: var(--aw-port-any, light-dark(#3d6b4f, #86c79c));

    --_family-triggers: var(--aw-family-triggers, light-dark(#a35c00, #f0b458));
    --_family-data-agents: var(--aw-family-data-agents, light-dark(#3451d1, #8da2ff));
    --_family-tables: var(--aw-family-tables, light-dark(#0d6f76, #5cc9d1));
    --_family-agents: var(--aw-family-agents, light-dark(#6b4fc9, #b7a3ff));
    --_family-actions: var(--aw-family-actions, light-dark(#b4472a, #ff9d7a));
    --_family-logic: var(--aw-family-logic, light-dark(#5a6372, #9aa4b2));
    --_family-integration: var(--aw-family-integration, light-dark(#a83279, #f08bc4));
    --_family-views: var(--aw-family-views, light-dark(#167343, #5fd197));

    --_font: var(
      --aw-font,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      'Liberation Sans',
      'DejaVu Sans',
      sans-serif
    );
    --_mono: var(
      --aw-mono,
      ui-monospace,
      'SF Mono',
      'Cascadia Mono',
      Menlo,
      Consolas,
      'Liberation Mono',
      'DejaVu Sans Mono',
      monospace
    );
    --_shadow-low: 0 1px 2px light-dark(rgb(27 31 38 / 0.08), rgb(0 0 0 / 0.4));
    --_shadow-high:
      0 8px 28px light-dark(rgb(27 31 38 / 0.16), rgb(0 0 0 / 0.55)),
      0 1px 3px light-dark(rgb(27 31 38 / 0.1), rgb(0 0 0 / 0.4));
    --_px: max(1px, 0.0625rem);
    --_type-12: var(--aw-type-12, calc(12 * var(--_px)));
    --_type-13: var(--aw-type-13, calc(13 * var(--_px)));
    --_type-14: var(--aw-type-14, calc(14 * var(--_px)));
    --_type-16: var(--aw-type-16, calc(16 * var(--_px)));
    --_type-20: var(--aw-type-20, calc(20 * var(--_px)));
    --_type-28: var(--aw-type-28, calc(28 * var(--_px)));
    --_space-2: var(--aw-space-2, 2px);
    --_space-4: var(--aw-space-4, 4px);
    --_space-8: var(--aw-space-8, 8px);
    --_space-12: var(--aw-space-12, 12px);
    --_space-16: var(--aw-space-16, 16px);
    --_space-24: var(--aw-space-24, 24px);
    --_space-32: var(--aw-space-32, 32px);
    --_space-48: var(--aw-space-48, 48px);
    --_motion: 150ms cubic-bezier(0.2, 0, 0, 1);

    color: var(--_text);
    font: 400 var(--_type-13)/1.45 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    text-shadow: none;
    letter-spacing: normal;
    word-spacing: normal;
    word-break: normal;
    hyphens: manual;
    white-space: normal;
    cursor: auto;
    -webkit-text-size-adjust: 100%;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  :host([theme='auto']) {
    color-scheme: light dark;
  }

  :host([hidden]) {
    display: none !important;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .visually-hidden:not(:focus-within) {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0ms;
    }
  }

  @media (forced-colors: active) {
    :host {
      --_canvas: Canvas;
      --_surface: Canvas;
      --_raised: Canvas;
      --_sunken: Canvas;
      --_border: CanvasText;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_accent: Highlight;
      --_on-accent: HighlightText;
      --_good: CanvasText;
      --_warn: CanvasText;
      --_bad: CanvasText;
      --_cached: CanvasText;
      --_info: CanvasText;
      --_dot: GrayText;
      --_shade: transparent;
      --_port-table: CanvasText;
      --_port-json: CanvasText;
      --_port-text: CanvasText;
      --_port-file: CanvasText;
      --_port-control: CanvasText;
      --_port-any: CanvasText;
      --_family-triggers: CanvasText;
      --_family-data-agents: CanvasText;
      --_family-tables: CanvasText;
      --_family-agents: CanvasText;
      --_family-actions: CanvasText;
      --_family-logic: CanvasText;
      --_family-integration: CanvasText;
      --_family-views: CanvasText;
    }
  }
`
