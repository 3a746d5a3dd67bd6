import { css } from 'lit'

/** What a person changes, as `difference-view.ts` draws it. */
export const differenceStyles = css`
  .difference {
    display: grid;
    gap: 2px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
    overflow-wrap: anywhere;
  }
  .difference del {
    color: var(--_bad);
  }
  .difference ins {
    color: var(--_good);
    text-decoration: none;
  }
`
