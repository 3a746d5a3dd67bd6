import { css, type CSSResult } from 'lit'

/**
 * Returns styles that show table rows as cards on screens too narrow for the columns. The header row is then available
 * only to screen readers, and a cell with a `data-title` attribute shows this title above its value.
 *
 * @param maxWidth Maximum screen width for cards, in CSS pixels.
 */
export const createTableCardStyles = (maxWidth: number): CSSResult => css`
  @media (max-width: ${maxWidth}px) {
    table,
    tbody {
      display: block;
      min-width: 0;
    }

    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    td:empty {
      display: none;
    }

    td[data-title]::before {
      content: attr(data-title);
      display: block;
      color: var(--_muted);
      font-size: var(--_type-12);
    }
  }
`
