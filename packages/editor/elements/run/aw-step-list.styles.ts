import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    min-height: 0;
    overflow-y: auto;
    /** Keeps the end of the list from being hidden behind the run bar. */
    scroll-padding-block-end: calc(var(--_bar-height, 48px) + 24px);
    background: var(--_canvas);
  }

  ol {
    display: grid;
    gap: var(--_space-8);
    margin: 0;
    padding: 12px 12px calc(var(--_bar-height, 48px) + 40px);
    list-style: none;
  }

  button.step {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-2) 10px;
    align-items: start;
    width: 100%;
    padding: var(--_space-12);
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
    gap: var(--_space-4);
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  .summary,
  .facts,
  .problem,
  .from {
    grid-column: 2 / -1;
    font-size: var(--_type-12);
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
    padding: var(--_space-24);
    text-align: center;
  }

  .none slot {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--_space-8);
    margin-top: var(--_space-12);
  }

  .none h2 {
    font-size: var(--_type-16);
  }
`
