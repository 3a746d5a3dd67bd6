import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
    background: var(--_surface);
    container-type: inline-size;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--_border);
  }

  .state {
    flex: 1;
    min-width: calc(160 * var(--_px));
    color: var(--_muted);
  }

  progress {
    width: calc(96 * var(--_px));
    height: 4px;
    accent-color: var(--_accent);
  }

  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }

  .none {
    margin: 0;
    padding: 32px 16px;
    color: var(--_muted);
    text-align: center;
  }

  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .columns > li {
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }

  .column {
    display: grid;
    grid-template-columns:
      calc(16 * var(--_px)) minmax(calc(150 * var(--_px)), 2fr) minmax(calc(110 * var(--_px)), 1fr)
      minmax(calc(100 * var(--_px)), 0.8fr) minmax(calc(160 * var(--_px)), 1.6fr);
    gap: 4px 16px;
    align-items: center;
    justify-content: stretch;
    width: 100%;
    min-height: calc(52 * var(--_px));
    padding: 6px 12px;
    border: 0;
    border-radius: 0;
    background: none;
    font-weight: 400;
    text-align: start;
    white-space: normal;
    transition: background-color var(--_motion);
  }

  .column:focus-visible {
    outline-offset: -2px;
  }

  .column > svg:first-child,
  summary > svg {
    color: var(--_muted);
    transition: transform var(--_motion);
  }

  :host(:dir(rtl)) .column > svg:first-child,
  :host(:dir(rtl)) summary > svg {
    transform: scaleX(-1);
  }

  .column[aria-expanded='true'] > svg:first-child,
  :host(:dir(rtl)) .column[aria-expanded='true'] > svg:first-child,
  details[open] > summary > svg,
  :host(:dir(rtl)) details[open] > summary > svg {
    transform: rotate(90deg);
  }

  :host(:dir(rtl)) svg.bar {
    transform: scaleX(-1);
  }

  /* Sentences and values run their own way, whatever the page's is. */
  .state,
  .distinct,
  .first,
  .gaps span,
  .facts dd,
  .quantiles dd,
  .value,
  .count,
  summary span,
  .changes span,
  .plain,
  .spread > .muted,
  td {
    unicode-bidi: plaintext;
  }

  :host(:dir(rtl)) :is(.state, .distinct, .first, .gaps span, .facts dd, .value, .plain, .spread > .muted, td) {
    text-align: right;
  }

  .of {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
    min-width: 0;
  }

  .of svg {
    color: var(--_muted);
  }

  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .type {
    color: var(--_muted);
    font: calc(12 * var(--_px)) var(--_mono);
  }

  .meaning {
    padding: 0 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_info) 12%, transparent);
    color: var(--_info);
    font-size: calc(12 * var(--_px));
    font-weight: 500;
  }

  .gaps,
  .spread {
    display: grid;
    gap: 4px;
    min-width: 0;
    font-size: calc(12 * var(--_px));
  }

  svg.bar {
    display: block;
    width: 100%;
    height: 6px;
  }

  svg.bar .whole {
    fill: var(--_sunken);
  }

  svg.bar .part {
    fill: var(--_accent);
  }

  svg.gap .part {
    fill: var(--_warn);
  }

  .some {
    color: var(--_warn);
    font-weight: 500;
  }

  .muted {
    color: var(--_muted);
  }

  .distinct {
    font-size: calc(12 * var(--_px));
  }

  .histogram {
    display: block;
    width: 100%;
    height: calc(24 * var(--_px));
    fill: var(--_accent);
  }

  .ends {
    display: flex;
    direction: ltr;
    justify-content: space-between;
    gap: 8px;
    color: var(--_muted);
  }

  .first {
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .more {
    display: grid;
    grid-template-columns: minmax(calc(220 * var(--_px)), 1.2fr) minmax(calc(140 * var(--_px)), 0.8fr) minmax(
        calc(220 * var(--_px)),
        1.4fr
      );
    gap: 16px 32px;
    padding: 4px 16px 16px;
    padding-inline-start: 44px;
  }

  .more h4,
  .facts dt {
    margin: 0 0 4px;
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
    font-weight: 500;
  }

  .facts {
    display: grid;
    gap: 10px;
    align-content: start;
  }

  .facts dd {
    overflow-wrap: anywhere;
  }

  .quantiles dl > div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    max-width: calc(220 * var(--_px));
    padding: 1px 0;
  }

  .quantiles dt {
    color: var(--_muted);
  }

  .top li {
    display: grid;
    grid-template-columns: minmax(calc(80 * var(--_px)), 1.4fr) minmax(calc(40 * var(--_px)), 1fr) calc(60 * var(--_px));
    gap: 10px;
    align-items: center;
    padding: 1px 0;
  }

  .value {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }

  .top .count {
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
    text-align: end;
  }

  .sampled {
    display: flex;
    grid-column: 1 / -1;
    gap: 6px;
    align-items: center;
    margin: 0;
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
  }

  .panel {
    margin: 12px;
    padding: 12px 16px;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
  }

  .panel h3 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin: 0 0 8px;
    font-size: calc(14 * var(--_px));
    font-weight: 600;
  }

  .panel h3 .count,
  .kind h4 .count {
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
    font-weight: 400;
  }

  .kind h4 {
    display: flex;
    gap: 6px;
    margin: 12px 0 2px;
    font-size: calc(12 * var(--_px));
    font-weight: 600;
  }

  .kind summary {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding: 3px 0;
    cursor: pointer;
    list-style: none;
  }

  .kind summary::-webkit-details-marker {
    display: none;
  }

  .kind summary svg {
    flex: none;
    margin-top: 2px;
  }

  .kind table {
    margin: 2px 0 8px;
    margin-inline-start: 22px;
    border-collapse: collapse;
    font-size: calc(12 * var(--_px));
  }

  .kind td {
    padding: 2px 0;
    padding-inline-end: 16px;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  .kind .plain {
    padding-inline-start: 22px;
  }

  .plain {
    display: flex;
    gap: 6px;
    align-items: center;
    margin: 0;
    padding: 3px 0;
  }

  .kind .plain {
    display: block;
  }

  code {
    padding: 0 3px;
    border-radius: 4px;
    background: var(--_sunken);
    font: calc(12 * var(--_px)) var(--_mono);
    white-space: pre-wrap;
  }

  .changes li {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 3px 0;
  }

  .changes svg {
    flex: none;
    margin-top: 2px;
  }

  .good,
  .good svg {
    color: var(--_good);
  }

  .bad > svg {
    color: var(--_bad);
  }

  .warn > svg {
    color: var(--_warn);
  }

  .note > svg {
    color: var(--_info);
  }

  .failure {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 12px;
    color: var(--_bad);
  }

  @container (max-width: max(640px, 40rem)) {
    .column {
      grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) minmax(0, 1fr);
      padding: 10px 12px;
    }

    .column .of {
      grid-column: 2 / -1;
    }

    .column .gaps {
      grid-column: 2;
    }

    .column .distinct {
      grid-column: 3;
      align-self: end;
      text-align: end;
    }

    .column .spread {
      grid-column: 2 / -1;
    }

    .more {
      grid-template-columns: minmax(0, 1fr);
      padding-inline-start: 32px;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .column > svg:first-child,
    summary > svg {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    svg.bar .whole {
      fill: none;
      stroke: CanvasText;
    }

    svg.bar .part,
    .histogram {
      fill: CanvasText;
    }
  }
`
