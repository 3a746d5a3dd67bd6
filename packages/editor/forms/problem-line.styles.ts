import { css } from 'lit'

/** Styles of `problem-line.ts`. */
export const problemStyles = css`
  .problem {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) 1fr;
    gap: 6px;
    font-size: var(--_type-12);
  }

  .problem .hint {
    display: block;
    color: var(--_muted);
  }
`
