import { css } from 'lit'

/** The styles for `renderDifference`, which displays the changes that a user has made. */
export const differenceStyles = css`
  .difference {
    display: grid;
    gap: var(--_space-2);
    margin: var(--_space-4) 0 0;
    padding: 0;
    list-style: none;
    font-family: var(--_mono);
    font-size: var(--_type-12);
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
