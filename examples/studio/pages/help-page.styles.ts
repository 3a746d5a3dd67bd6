import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const helpPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    main {
      display: grid;
      grid-template-columns: 216px minmax(0, 72ch);
      gap: 48px;
      max-width: 1080px;
    }

    nav {
      font-size: var(--_type-13);
    }

    nav h2 {
      margin: 16px 0 4px;
      color: var(--_muted);
      font-size: var(--_type-12);
      font-weight: 500;
    }

    nav a {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 28px;
      padding: 0 8px;
      border-radius: 6px;
    }

    nav a:hover {
      background: var(--_hover);
    }

    nav a[aria-current] {
      background: var(--_wash);
      color: var(--_accent);
    }

    nav svg {
      color: var(--_muted);
    }

    article {
      overflow-wrap: anywhere;
      line-height: 1.6;
    }

    article h1 {
      margin-bottom: 12px;
      font-size: var(--_type-20);
    }

    article h2 {
      margin: 32px 0 8px;
      font-size: var(--_type-16);
    }

    article p,
    article pre,
    article table {
      margin: 0 0 12px;
    }

    article ul {
      margin: 0 0 12px;
      padding-left: 20px;
      list-style: disc;
    }

    article a:not(.button) {
      color: var(--_accent);
    }

    article table {
      border-collapse: collapse;
      font-size: var(--_type-13);
    }

    article th,
    article td {
      padding: 6px 16px 6px 0;
      border-bottom: 1px solid var(--_border);
      overflow-wrap: normal;
      text-align: start;
      vertical-align: top;
    }

    /* Setting titles may wrap, so that most of the width remains for their descriptions. */
    article td:first-child {
      min-width: 8em;
      max-width: 14em;
    }

    article th {
      color: var(--_muted);
      font-weight: 500;
    }

    article th::first-letter {
      text-transform: uppercase;
    }

    article pre {
      padding: 12px;
      border-radius: 6px;
      background: var(--_sunken);
      overflow-x: auto;
    }

    article code {
      font-family: var(--_mono);
      font-size: 0.92em;
    }

    dt {
      font-weight: 500;
    }

    dd {
      margin: 0 0 12px;
      color: var(--_muted);
    }

    .back {
      display: none;
      margin-bottom: 16px;
    }

    @media (max-width: 800px) {
      .back {
        display: inline-flex;
      }

      article td:first-child {
        white-space: normal;
      }

      article :is(th, td) {
        padding-right: 10px;
      }

      main {
        grid-template-columns: minmax(0, 1fr);
        gap: 24px;
      }

      article {
        order: -1;
      }
    }
  `,
]
