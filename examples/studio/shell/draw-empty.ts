import { css, html, nothing, svg, type CSSResult, type SVGTemplateResult, type TemplateResult } from 'lit'

const drawings = {
  /** A table. */
  data: svg`
    <rect class="sheet" x="34" y="10" width="92" height="72" rx="6" />
    <path class="head" d="M34 16a6 6 0 0 1 6-6h80a6 6 0 0 1 6 6v8H34z" />
    <path class="line" d="M34 24h92M34 38.5h92M34 53h92M34 67.5h92M66 24v58M96 24v58" />
    <path class="text" d="M41 31h16M73 31h14M103 31h10M41 45.5h12M73 45.5h16M103 45.5h14M41 60h18M73 60h10M103 60h8M41 74.5h10M73 74.5h13M103 74.5h12" />
    <circle class="disc" cx="126" cy="78" r="13" />
    <path class="symbol" d="M126 84V72.5m-5 4.5 5-4.5 5 4.5" />`,
  /** Connected nodes. */
  workflow: svg`
    <path class="line" d="M52 48h12M96 48c9 0 5-22 14-22M96 48c9 0 5 22 14 22" />
    <rect class="bar first" x="20" y="38" width="32" height="20" rx="4" />
    <rect class="bar second" x="64" y="38" width="32" height="20" rx="4" />
    <rect class="bar third" x="110" y="16" width="32" height="20" rx="4" />
    <rect class="bar third" x="110" y="60" width="32" height="20" rx="4" />`,
  /** A timeline with a bar and a state for each node. */
  runs: svg`
    <path class="line" d="M28 8v80M62 8v80M96 8v80M130 8v80" stroke-dasharray="2 4" />
    <rect class="bar first" x="28" y="14" width="44" height="12" rx="4" />
    <rect class="bar second" x="62" y="33" width="34" height="12" rx="4" />
    <rect class="bar second" x="74" y="52" width="22" height="12" rx="4" />
    <rect class="bar third" x="96" y="71" width="34" height="12" rx="4" />
    <path class="done" d="m78 20 2.5 2.5 5-5M102 39l2.5 2.5 5-5M102 58l2.5 2.5 5-5M136 77l2.5 2.5 5-5" />`,
  /** An item being restored from a box. */
  trash: svg`
    <path class="sheet" d="M50 44h60l-5 38a5 5 0 0 1-5 4H60a5 5 0 0 1-5-4z" />
    <path class="head" d="M44 36a4 4 0 0 1 4-4h64a4 4 0 0 1 4 4v8H44z" />
    <path class="line" d="M70 54v22M80 54v22M90 54v22" />
    <path class="arrow" d="M66 24C70 10 92 8 98 20m-1-8 1.5 8.500-8-2" />`,
  /** A list of rules, most of which have passed. */
  rules: svg`
    <rect class="sheet" x="36" y="8" width="88" height="80" rx="6" />
    <path class="text" d="M62 24h48M62 40h36M62 56h44M62 72h30" />
    <path class="done" d="m46 24 2.5 2.5 5-5M46 40l2.5 2.5 5-5M46 72l2.5 2.5 5-5" />
    <path class="failed" d="m46.5 53 6 6m0-6-6 6" />`,
} as const

/** Draws a small illustration for an empty state. It is decorative, because the text below it conveys the meaning. */
export const drawEmptyState = (kind: keyof typeof drawings): SVGTemplateResult =>
  svg`<svg class="empty-drawing" viewBox="0 0 160 96" width="160" height="96" aria-hidden="true">${drawings[kind]}</svg>`

/** Renders an empty state: what the page is for, and the next action. */
export const renderEmpty = (kind: keyof typeof drawings, text: unknown, action: unknown = nothing): TemplateResult =>
  html`<div class="panel empty" role="status">
    ${drawEmptyState(kind)}
    <p>${text}</p>
    ${action}
  </div>`

export const emptyDrawingStyles: CSSResult = css`
  .empty-drawing {
    fill: none;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .empty-drawing .sheet {
    fill: var(--_surface);
    stroke: var(--_border);
  }

  .empty-drawing .head {
    fill: var(--_sunken);
    stroke: var(--_border);
  }

  .empty-drawing :is(.line, .text) {
    stroke: var(--_border);
  }

  .empty-drawing .text {
    stroke-width: 3;
  }

  .empty-drawing .disc {
    fill: var(--_accent);
  }

  .empty-drawing .symbol {
    stroke: var(--_on-accent);
  }

  .empty-drawing .arrow {
    stroke: var(--_accent);
  }

  .empty-drawing .bar {
    fill: var(--_family-data-agents);
  }

  .empty-drawing .second {
    fill: var(--_family-tables);
  }

  .empty-drawing .third {
    fill: var(--_family-views);
  }

  .empty-drawing .bar {
    opacity: 0.55;
  }

  .empty-drawing .done {
    stroke: var(--_good);
  }

  .empty-drawing .failed {
    stroke: var(--_bad);
  }
`
