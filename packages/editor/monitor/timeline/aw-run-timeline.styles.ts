import { css } from 'lit'

export const styles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4) 14px;
    flex: 1;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .legend .mark {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_text);
  }

  .axis {
    position: sticky;
    top: 0;
    z-index: 2;
    display: grid;
    grid-template-columns: var(--_label) minmax(0, 1fr);
    height: calc(24 * var(--_px));
    border-bottom: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .axis svg text {
    fill: var(--_muted);
    font-size: calc(11 * var(--_px));
  }

  :host {
    --_label: clamp(120px, 26%, 240px);
  }

  .row {
    display: grid;
    grid-template-columns: var(--_label) minmax(0, 1fr);
    align-items: center;
    height: calc(28 * var(--_px));
  }

  .name {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    min-width: 0;
    height: 100%;
    padding-inline: var(--_space-12) var(--_space-8);
    background: color-mix(in srgb, var(--_surface), transparent 8%);
  }

  .row.selected .name {
    background: transparent;
  }

  .name svg {
    flex: none;
  }

  .critical-mark {
    margin-inline-start: auto;
    color: var(--_info);
  }

  svg.lane {
    display: block;
    direction: ltr;
    overflow: hidden;
  }

  .bar-run {
    fill: var(--_accent);
  }
  .bar-completed {
    fill: var(--_good);
  }
  .bar-failed {
    fill: var(--_bad);
  }
  .bar-retrying {
    fill: var(--_warn);
  }
  .bar-running {
    fill: var(--_accent);
  }
  .bar-waiting {
    fill: var(--_accent);
  }
  .bar-cancelled,
  .bar-skipped {
    fill: var(--_muted);
  }
  .bar-cached {
    fill: var(--_cached);
  }
  .bar-wait {
    fill: var(--_surface);
    fill-opacity: 0.72;
    stroke: var(--_warn);
    stroke-width: 1;
    stroke-dasharray: 3 2;
  }
  .bar-delay {
    fill: var(--_warn);
    fill-opacity: 0.35;
  }
  .outline {
    fill: none;
    stroke: var(--_info);
    stroke-width: 1.5;
  }
  .grid {
    stroke: var(--_border);
    stroke-width: 1;
  }
  .moment {
    stroke: var(--_text);
    stroke-width: 1;
    stroke-dasharray: 2 2;
  }
  .duration {
    fill: var(--_muted);
    font-size: calc(11 * var(--_px));
  }
`
