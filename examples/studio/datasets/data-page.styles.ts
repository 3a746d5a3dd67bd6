import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const dataPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    main {
      position: relative;
    }

    .list {
      overflow: hidden;
    }

    .row {
      display: grid;
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) 72px 184px 120px;
      align-items: center;
      gap: 16px;
      width: 100%;
      min-height: 44px;
      padding: 8px 16px;
      border-radius: 0;
      font-weight: 400;
      text-align: left;
    }

    /* Compensates for the 1 px border of the buttons below. */
    .row.head {
      min-height: 36px;
      padding-inline: 17px;
      border-bottom: 1px solid var(--_border);
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    .row.head > :first-child {
      padding-left: 24px;
    }

    .row:focus-visible {
      outline-offset: -2px;
    }

    .number {
      text-align: right;
    }

    .name {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 0;
      font-weight: 500;
    }

    .name svg {
      color: var(--_muted);
    }

    .list > ul > li + li {
      border-top: 1px solid var(--_border);
    }

    .open > .row:not(:hover) {
      background: var(--_wash);
    }

    .details {
      display: grid;
      gap: 16px;
      padding: 12px 16px 16px 40px;
    }

    .columns {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }

    .columns li {
      display: flex;
      align-items: center;
      gap: 4px;
      max-width: 220px;
      padding: 2px 8px;
      border-radius: 4px;
      background: var(--_chip);
      font-size: var(--_type-12);
    }

    .columns li span {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .columns .format {
      padding-left: 0;
    }

    .columns svg {
      width: 14px;
      height: 14px;
      color: var(--_muted);
    }

    .columns .more,
    .columns .format {
      background: none;
      color: var(--_muted);
      font-weight: 500;
    }

    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }

    .facts p {
      margin: 0;
    }

    .loaded {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin: 0;
    }

    .loaded div {
      display: flex;
      gap: 6px;
    }

    .loaded dd {
      margin: 0;
    }

    .search {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 160px;
      gap: 8px;
      margin-bottom: 12px;
    }

    /* The placeholder needs the full width. */
    @media (max-width: 480px) {
      .search {
        grid-template-columns: minmax(0, 1fr);
      }
    }

    .download-as select {
      width: auto;
    }

    .address,
    .rename {
      display: flex;
      align-items: end;
      gap: 8px;
    }

    .address {
      margin-bottom: 12px;
      padding: 12px 16px 16px;
    }

    .address label,
    .rename label {
      flex: 1;
      display: grid;
      gap: 4px;
      font-size: var(--_type-13);
      font-weight: 500;
    }

    .address input,
    .rename input {
      font-weight: 400;
    }

    .tip {
      margin-top: 12px;
      text-align: center;
    }

    .well {
      display: flex;
      gap: 8px;
      padding: 16px;
      border: 1px solid var(--_border);
      border-radius: 6px;
      background: var(--_surface);
    }

    .well.table {
      display: grid;
      height: min(440px, 60vh);
      padding: 0;
      overflow: hidden;
    }

    /* The text must be visible, because with reduced motion nothing else indicates loading. */
    .well .skeleton {
      display: grid;
      place-content: center;
    }

    .well .skeleton span {
      padding: 4px 8px;
      border-radius: 4px;
      background: var(--_surface);
      color: var(--_muted);
    }

    .drop-hint {
      position: fixed;
      inset: 16px;
    }

    .no-table {
      display: flex;
      align-items: start;
      gap: 8px;
    }

    /* The format column is hidden, because the details of the expanded dataset also show the format. */
    @media (max-width: 1100px) {
      .row {
        grid-template-columns: minmax(0, 1fr) 80px 192px 120px;
      }

      .read {
        display: none;
      }
    }

    @media (max-width: 860px) {
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 12px;
      }

      .row > :nth-child(4) {
        grid-row: 2;
        padding-left: 24px;
        text-align: left;
      }

      .row > :nth-child(5) {
        text-align: right;
      }

      .row.head {
        display: none;
      }

      .details {
        padding-left: 16px;
      }
    }
  `,
]
