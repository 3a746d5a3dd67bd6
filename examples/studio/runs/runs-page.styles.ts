import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const runsPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .filters {
      display: grid;
      grid-template-columns: minmax(0, 2fr) repeat(3, minmax(0, 1fr));
      gap: 8px;
      margin-bottom: 12px;
    }

    p.small {
      margin: 0 0 8px;
    }

    .panel {
      overflow: hidden;
    }

    li {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 0 8px 0 16px;
    }

    li + li {
      border-top: 1px solid var(--_border);
    }

    li:hover {
      background: var(--_hover);
    }

    li > a {
      display: grid;
      flex: 1;
      grid-template-columns: minmax(0, 1fr) 112px 88px 112px;
      align-items: center;
      gap: 16px;
      min-width: 0;
      min-height: 44px;
      padding: 4px 8px;
    }

    /* If a server is connected, the last column shows the location. */
    li > a:has(.item-location) {
      grid-template-columns: minmax(0, 1fr) 112px 88px 112px 20px;
    }

    li > .quiet.icon {
      color: var(--_muted);
    }

    .number {
      text-align: end;
    }

    .more {
      margin-top: 16px;
      text-align: center;
    }

    @media (max-width: 900px) {
      .filters {
        grid-template-columns: repeat(3, 1fr);
      }

      /* The search field has a row of its own, so that its placeholder and the selected options fit. */
      .filters > input {
        grid-column: 1 / -1;
      }

      /* The duration is below the time, which leaves more space for names. */
      li > a,
      li > a:has(.item-location) {
        grid-template-columns: minmax(0, 1fr) 112px 124px;
        gap: 0 12px;
      }

      li > a:has(.item-location) {
        grid-template-columns: minmax(0, 1fr) 112px 124px 20px;
      }

      li > a > :is(.item-text, .state, .item-location) {
        grid-row: 1 / 3;
      }

      li > a > .number {
        grid-area: 2 / 2;
        text-align: start;
      }

      li > a > .number:empty {
        display: none;
      }

      li > a > :has(+ .number:empty) {
        grid-row: 1 / 3;
      }
    }

    @media (max-width: 700px) {
      .filters {
        grid-template-columns: 1fr 1fr;
      }

      .filters > :last-child {
        grid-column: 1 / -1;
      }

      li .name {
        white-space: normal;
      }

      li > a,
      li > a:has(.item-location) {
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
        padding-block: 8px;
      }

      /* The location is next to the state. */
      li > a:has(.item-location) {
        grid-template-columns: minmax(0, 1fr) auto 20px;
      }

      li > a > .item-location {
        grid-area: 1 / 3 / 3 / 4;
      }

      li > a > .item-text,
      li > a > :has(+ .number:empty) {
        grid-row: auto;
      }

      li > a > .number {
        display: none;
      }

      li > a > .state {
        grid-area: 1 / 2 / 3 / 3;
      }
    }
  `,
]
