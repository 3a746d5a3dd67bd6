import { css } from 'lit'

export const styles = css`
  :host {
    overflow: hidden;
    container-type: inline-size;
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
    padding: var(--_space-32) var(--_space-16);
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
    gap: var(--_space-4) var(--_space-16);
    align-items: center;
    justify-content: stretch;
    width: 100%;
    min-height: calc(52 * var(--_px));
    padding: 6px var(--_space-12);
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

  :host(:dir(rtl)) svg.meter {
    transform: scaleX(-1);
  }

  /** Sentences and values use their own text direction, independent of the page's direction. */
  .state,
  .distinct,
  .first,
  .nulls span,
  .facts dd,
  .quantiles dd,
  .value,
  .count,
  summary span,
  .changes span,
  .plain,
  .distribution > .muted,
  td {
    unicode-bidi: plaintext;
  }

  :host(:dir(rtl)) :is(.state, .distinct, .first, .nulls span, .facts dd, .value, .plain, .distribution > .muted, td) {
    text-align: right;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2) 6px;
    min-width: 0;
  }

  .title svg {
    color: var(--_muted);
  }

  .name {
    display: -webkit-box;
    max-width: calc(100% - 24 * var(--_px));
    overflow: hidden;
    font-weight: 600;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }

  .meaning {
    padding: 0 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_info) 12%, transparent);
    color: var(--_info);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .nulls,
  .distribution {
    display: grid;
    gap: var(--_space-4);
    min-width: 0;
    font-size: var(--_type-12);
  }

  svg.meter {
    display: block;
    width: 100%;
    height: 6px;
  }

  svg.meter .track {
    fill: var(--_sunken);
  }

  svg.meter .part {
    fill: var(--_accent);
  }

  svg.gap .part {
    fill: var(--_warn);
  }

  .has-nulls {
    color: var(--_warn);
    font-weight: 500;
  }

  .histogram {
    display: block;
    width: 100%;
    height: calc(24 * var(--_px));
    fill: var(--_accent);
  }

  .bounds {
    display: flex;
    direction: ltr;
    justify-content: space-between;
    gap: var(--_space-8);
    color: var(--_muted);
  }

  .more {
    display: grid;
    grid-template-columns: minmax(calc(220 * var(--_px)), 1.2fr) minmax(calc(140 * var(--_px)), 0.8fr) minmax(
        calc(220 * var(--_px)),
        1.4fr
      );
    gap: var(--_space-16) var(--_space-32);
    padding: var(--_space-4) var(--_space-16) var(--_space-16);
    padding-inline-start: 44px;
  }

  .more h4,
  .facts dt {
    margin: 0 0 var(--_space-4);
    color: var(--_muted);
    font-size: var(--_type-12);
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
    gap: var(--_space-12);
    max-width: calc(220 * var(--_px));
    padding: 1px 0;
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
    text-align: end;
  }

  .sampled {
    display: flex;
    grid-column: 1 / -1;
    gap: 6px;
    align-items: center;
  }

  .panel {
    margin: var(--_space-12);
    padding: var(--_space-12) var(--_space-16);
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
  }

  .panel h3 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-12);
    margin: 0 0 var(--_space-8);
    font-size: var(--_type-14);
  }

  .panel h3 .count,
  .kind h4 .count {
    font-weight: 400;
  }

  .kind h4 {
    display: flex;
    gap: 6px;
    margin: var(--_space-12) 0 var(--_space-2);
    font-size: var(--_type-12);
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
    margin-top: var(--_space-2);
  }

  .kind table {
    margin: var(--_space-2) 0 var(--_space-8);
    margin-inline-start: 22px;
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  .kind td {
    padding: var(--_space-2) 0;
    padding-inline-end: var(--_space-16);
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
    font: var(--_type-12) var(--_mono);
    white-space: pre-wrap;
  }

  .changes li {
    display: flex;
    gap: var(--_space-8);
    align-items: flex-start;
    padding: 3px 0;
  }

  .changes svg {
    flex: none;
    margin-top: var(--_space-2);
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
    gap: var(--_space-8);
    align-items: center;
    margin: var(--_space-12);
    color: var(--_bad);
  }

  @container (max-width: max(640px, 40rem)) {
    .column {
      grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) minmax(0, 1fr);
      padding: 10px var(--_space-12);
    }

    .column .title {
      grid-column: 2 / -1;
    }

    .column .nulls {
      grid-column: 2;
    }

    .column .distinct {
      grid-column: 3;
      align-self: end;
      text-align: end;
    }

    .column .distribution {
      grid-column: 2 / -1;
    }

    .more {
      grid-template-columns: minmax(0, 1fr);
      padding-inline-start: var(--_space-32);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .column > svg:first-child,
    summary > svg {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    svg.meter .track {
      fill: none;
      stroke: CanvasText;
    }

    svg.meter .part,
    .histogram {
      fill: CanvasText;
    }
  }
`
