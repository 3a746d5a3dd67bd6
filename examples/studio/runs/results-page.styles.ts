import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const resultsPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    :host {
      height: 100%;
    }

    main {
      display: flex;
      flex-direction: column;
      max-width: none;
      height: 100%;
      padding-bottom: 24px;
      box-sizing: border-box;
    }

    .title {
      flex: 1;
      min-width: 240px;
    }

    @media (max-width: 900px) {
      .title {
        flex-basis: 100%;
      }
    }

    .title h1 {
      min-width: 0;
    }

    .title a:hover {
      color: var(--_accent);
    }

    .pick select {
      width: auto;
      max-width: 200px;
    }

    .results {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 360px;
      overflow: hidden;
    }

    .tabs {
      flex: none;
      padding-inline-start: 2px;
    }

    .shown {
      position: relative;
      flex: 1;
      min-height: 0;
      border-top: 1px solid var(--_border);
      overflow: auto;
    }

    /* Views control their own layout; the page sets only their height. */
    .fill,
    .fill > *,
    aw-run-report {
      height: 100%;
    }

    .log {
      padding: 8px 0;
      font-size: var(--_type-13);
    }

    .log li {
      display: grid;
      grid-template-columns: 88px minmax(64px, 140px) minmax(0, 1fr);
      gap: 12px;
      padding: 4px 16px;
    }

    @media (max-width: 600px) {
      .log li {
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0 12px;
        padding-block: 6px;
      }

      .log li > :last-child {
        grid-column: 1 / -1;
      }
    }

    .log .warning {
      color: var(--_warn);
    }

    .log .error {
      color: var(--_bad);
    }

    dl.facts {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 8px 24px;
      padding: 16px;
      font-size: var(--_type-13);
    }

    dl.facts dt {
      color: var(--_muted);
    }

    dl.facts dd {
      overflow-wrap: anywhere;
    }

    .columns {
      margin: 0 16px 16px;
      border-collapse: collapse;
      font-size: var(--_type-13);
    }

    .columns th,
    .columns td {
      padding: 4px 24px 4px 0;
      border-bottom: 1px solid var(--_border);
      text-align: start;
    }

    .columns th {
      color: var(--_muted);
      font-weight: 500;
    }
  `,
]
