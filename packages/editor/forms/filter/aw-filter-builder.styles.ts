import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-8);
    min-width: 0;
  }

  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }

  li {
    min-width: 0;
  }

  .joint {
    display: block;
    margin-block: -2px 4px;
    padding-inline-start: 10px;
  }

  .condition {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 6px var(--_space-4);
    align-items: start;
    padding-block: 6px;
    padding-inline: 10px var(--_space-4);
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  /* If space is limited, the value moves below the comparison before any label is truncated. */
  .comparison {
    display: flex;
    flex-wrap: wrap;
    grid-column: 1 / -1;
    gap: 6px var(--_space-4);
  }

  .comparison > * {
    flex: 1 1 auto;
    width: auto;
    min-width: 0;
    max-width: 100%;
  }

  .comparison > .value {
    flex: 1 1 96px;
    width: 96px;
  }

  .comparison > [type='date'] {
    flex-basis: auto;
    width: auto;
  }

  .comparison > textarea {
    flex-basis: 100%;
    min-height: 0;
  }

  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding-block: 6px var(--_space-8);
    padding-inline: 8px 6px;
    border-radius: 6px;
    border-inline-start: 3px solid var(--_muted);
    background: var(--_sunken);
  }

  .group .condition {
    background: var(--_surface);
  }

  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--_space-4);
    align-items: center;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4);
  }

  .other {
    display: grid;
    gap: 6px;
    justify-items: start;
    padding: var(--_space-8);
    border-radius: 6px;
    background: var(--_sunken);
    overflow-wrap: anywhere;
  }
`
