import { css, type CSSResult } from 'lit'

/**
 * Styles that show the rows of tables as cards below a width in CSS pixels, for screens that are too narrow for the
 * columns. Only screen readers get the header; a cell with `data-title` shows this title above its value.
 */
export const tableCards = (maxWidth: number): CSSResult => css`
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
      font-size: 12px;
    }
  }
`
