import { css } from 'lit'

/** Styles of the problem lines of forms. */
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
