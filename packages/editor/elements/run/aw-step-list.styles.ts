import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    min-height: 0;
    overflow-y: auto;
    /* What is scrolled to stands clear of the run bar, which lies over the end. */
    scroll-padding-block-end: calc(var(--_bar-height, 48px) + 24px);
    background: var(--_canvas);
  }

  ol {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 12px 12px calc(var(--_bar-height, 48px) + 40px);
    list-style: none;
  }

  button.step {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: start;
    width: 100%;
    padding: 12px;
    border-radius: 10px;
    background: var(--_surface);
    box-shadow: var(--_shadow-low);
    font-weight: 400;
    text-align: start;
    white-space: normal;
  }

  button.step[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }

  .title {
    font-weight: 600;
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-size: calc(12 * var(--_px));
    white-space: nowrap;
  }

  .summary,
  .facts,
  .problem,
  .from {
    grid-column: 2 / -1;
    font-size: calc(12 * var(--_px));
  }

  .summary,
  .from {
    color: var(--_muted);
  }

  .accent {
    color: var(--_accent);
  }

  .cached {
    color: var(--_cached);
  }

  .none {
    display: grid;
    place-content: center;
    height: 100%;
    padding: 24px;
    text-align: center;
  }

  .none h2 {
    font-size: calc(16 * var(--_px));
  }
`
