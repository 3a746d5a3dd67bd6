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
  /** A month with a day on which something runs. */
  schedules: svg`
    <rect class="sheet" x="40" y="16" width="80" height="70" rx="6" />
    <path class="head" d="M40 22a6 6 0 0 1 6-6h68a6 6 0 0 1 6 6v10H40z" />
    <path class="line" d="M40 50h80M40 68h80M60 32v54M80 32v54M100 32v54M56 10v12M104 10v12" />
    <rect class="bar first" x="62" y="52" width="16" height="14" rx="3" />
    <rect class="bar second" x="102" y="70" width="16" height="14" rx="3" />`,
  /** A request that arrives and starts a workflow. */
  webhooks: svg`
    <rect class="sheet" x="22" y="34" width="44" height="28" rx="6" />
    <path class="text" d="M30 44h22M30 52h14" />
    <path class="arrow" d="M70 48h26m-7-6 7 6-7 6" />
    <rect class="bar first" x="102" y="20" width="34" height="20" rx="4" />
    <rect class="bar second" x="102" y="56" width="34" height="20" rx="4" />
    <path class="line" d="M119 40v16" />`,
  /** One source that reaches several receivers. */
  events: svg`
    <circle class="disc" cx="46" cy="48" r="11" />
    <path class="line" d="M62 36a20 20 0 0 1 0 24M72 28a32 32 0 0 1 0 40M82 20a44 44 0 0 1 0 56" />
    <rect class="bar first" x="106" y="12" width="30" height="18" rx="4" />
    <rect class="bar second" x="106" y="39" width="30" height="18" rx="4" />
    <rect class="bar third" x="106" y="66" width="30" height="18" rx="4" />`,
  /** A conversation with an assistant. */
  agents: svg`
    <rect class="sheet" x="24" y="12" width="72" height="32" rx="8" />
    <path class="text" d="M34 24h50M34 33h30" />
    <rect class="bar first" x="64" y="52" width="72" height="32" rx="8" />
    <circle class="disc" cx="84" cy="68" r="3" />
    <circle class="disc" cx="100" cy="68" r="3" />
    <circle class="disc" cx="116" cy="68" r="3" />`,
  /** Tools that plug into one socket. */
  mcp: svg`
    <rect class="sheet" x="92" y="24" width="44" height="48" rx="8" />
    <path class="line" d="M64 26h14c8 0 6 14 14 14M64 70h14c8 0 6-14 14-14" />
    <rect class="bar second" x="28" y="16" width="36" height="20" rx="4" />
    <rect class="bar third" x="28" y="60" width="36" height="20" rx="4" />
    <circle class="disc" cx="114" cy="48" r="9" />`,
  /** A bell with a new message. */
  notifications: svg`
    <path class="sheet" d="M80 12c-16 0-25 12-25 28v16l-9 14h68l-9-14V40c0-16-9-28-25-28z" />
    <path class="line" d="M70 76a10 10 0 0 0 20 0" />
    <circle class="disc" cx="104" cy="22" r="12" />
    <path class="symbol" d="M104 16v7m0 5v.5" />`,
  /** Bars that grow. */
  analytics: svg`
    <path class="line" d="M32 84h96M32 60h96M32 36h96" stroke-dasharray="2 4" />
    <rect class="bar first" x="42" y="58" width="18" height="26" rx="3" />
    <rect class="bar second" x="70" y="42" width="18" height="42" rx="3" />
    <rect class="bar third" x="98" y="22" width="18" height="62" rx="3" />
    <path class="arrow" d="M42 46 68 30l14 6 30-22" />`,
} as const

/** Name of a picture for an empty state. */
export type Picture = keyof typeof drawings

/** Draws a small illustration for an empty state. It is decorative, because the text below it conveys the meaning. */
export const drawEmptyState = (kind: Picture): SVGTemplateResult =>
  svg`<svg class="empty-drawing" viewBox="0 0 160 96" width="160" height="96" aria-hidden="true">${drawings[kind]}</svg>`

/** Renders an empty state: what the page is for, and the next action. */
export const renderEmpty = (kind: Picture, text: unknown, action: unknown = nothing): TemplateResult =>
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
