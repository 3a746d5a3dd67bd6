import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
    background: var(--_surface);
    container-type: inline-size;
  }

  .layout {
    display: grid;
    grid-template-columns: clamp(calc(200 * var(--_px)), 32%, calc(300 * var(--_px))) minmax(0, 1fr);
    min-height: 0;
  }

  .nodes {
    min-height: 0;
    margin: 0;
    padding: var(--_space-8);
    overflow-y: auto;
    border-right: 1px solid var(--_border);
    list-style: none;
    scrollbar-width: thin;
  }

  .nodes button {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: 0 10px;
    width: 100%;
    padding: 6px var(--_space-8);
    border-color: transparent;
    background: transparent;
    text-align: start;
    font-weight: 400;
  }

  .nodes button:focus-visible {
    outline-offset: -2px;
  }

  .nodes button[aria-current='true'] {
    background: var(--_wash);
  }

  .nodes button:hover:not([aria-current='true']) {
    background: var(--_hover);
    border-color: transparent;
  }

  .nodes .title {
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 500;
  }

  .nodes .word,
  .nodes .time {
    font-size: var(--_type-12);
  }

  .nodes .word {
    grid-column: 2;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .nodes .time {
    color: var(--_muted);
    text-align: end;
  }

  .nodes .rows {
    color: var(--_muted);
    font-size: var(--_type-12);
    text-align: right;
  }

  .nodes progress {
    grid-column: 2 / -1;
    width: 100%;
    height: 3px;
    margin-top: var(--_space-4);
    border-radius: 2px;
  }

  .detail {
    min-height: 0;
    outline-offset: -2px;
    padding: var(--_space-16) var(--_space-16) 0;
    overflow: auto;
    scrollbar-width: thin;
  }

  /**
   * The space at the end is an element instead of padding, because scrolled content would remain visible in the padding
   * next to a sticky element.
   */
  .detail::after {
    content: '';
    display: block;
    height: 16px;
  }

  .detail > .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--_space-4) var(--_space-12);
    margin-bottom: var(--_space-12);
  }

  .detail > .head .state {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-4);
  }

  .reported {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4) var(--_space-8);
    margin-top: var(--_space-8);
  }

  .detail > .head .plan {
    margin-inline-start: auto;
  }

  .detail > .head h3 {
    font-size: var(--_type-14);
  }

  .failure {
    display: grid;
    gap: var(--_space-4);
    margin-bottom: 20px;
    padding: var(--_space-12);
    border: 1px solid color-mix(in srgb, var(--_bad) 45%, transparent);
    border-radius: 6px;
    background: color-mix(in srgb, var(--_bad) 6%, transparent);
  }

  .failure .message {
    font-weight: 500;
    color: var(--_bad);
  }

  .log {
    margin-top: 20px;
    display: grid;
    gap: var(--_space-2);
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }

  .log div {
    display: grid;
    grid-template-columns: calc(92 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
  }

  .none {
    place-self: center;
    padding: var(--_space-24);
    color: var(--_muted);
  }

  :host([narrow]) .layout {
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr);
  }

  :host([narrow]) .nodes {
    max-height: calc(132 * var(--_px));
    border-right: 0;
    border-bottom: 1px solid var(--_border);
  }

  /* Stacks the list and the details if they do not fit side by side, such as on a phone. */
  @container (max-width: 520px) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto minmax(0, 1fr);
    }

    .nodes {
      max-height: calc(132 * var(--_px));
      border-right: 0;
      border-bottom: 1px solid var(--_border);
    }
  }
`
