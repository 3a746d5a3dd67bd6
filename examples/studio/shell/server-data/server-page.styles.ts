import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../../page.styles.ts'
import { fieldsStyles } from '../forms/fields.styles.ts'

/** Styles shared by pages that show server data: panels with lists, switches and forms. */
export const serverPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  fieldsStyles,
  css`
    .tabs {
      display: flex;
      gap: 4px 16px;
      margin-bottom: 16px;
      overflow-x: auto;
      border-bottom: 1px solid var(--_border);
      font-size: var(--_type-13);
      white-space: nowrap;
      scrollbar-width: none;
    }

    .tabs a {
      padding: 8px 2px;
      border-bottom: 2px solid transparent;
      color: var(--_muted);
    }

    .tabs a:hover {
      color: var(--_text);
    }

    .tabs a:focus-visible {
      outline-offset: -2px;
    }

    .tabs a[aria-current] {
      border-color: var(--_accent);
      color: var(--_text);
      font-weight: 500;
    }

    .panel + .panel {
      margin-top: 16px;
    }

    .panel:not(.empty) > p {
      margin: 0;
      padding: 12px 16px;
    }

    .panel:not(.empty) > p + p {
      padding-top: 0;
    }

    main > p.muted {
      margin: 0 0 12px;
    }

    .switch {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    .copied code {
      overflow-wrap: anywhere;
      user-select: all;
    }

    .rows > li {
      padding: 8px 16px;
    }

    .rows > li + li {
      border-top: 1px solid var(--_border);
    }

    /* Columns are aligned, because all rows of a list have the same ones. */
    .row {
      display: flex;
      align-items: center;
      gap: 4px 16px;
      min-height: 40px;
    }

    .row > :is(.item-text, .column) {
      flex: 1 1 0;
      min-width: 0;
      overflow-wrap: anywhere;
    }

    .row > .item-text {
      flex-grow: 1.4;
    }

    .item-text > .small code {
      font-size: inherit;
    }

    .row > .column {
      display: grid;
    }

    .row .switch {
      flex: 0 0 72px;
    }

    .row > .row-actions {
      display: flex;
      flex: none;
      align-items: center;
      justify-content: end;
      gap: 4px 12px;
    }

    .note {
      display: flex;
      gap: 8px;
      margin: 4px 0;
    }

    .note .icon:first-child:not(:last-child) {
      color: var(--_warn);
    }

    .details {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      gap: 16px;
      padding: 8px 0 12px;
    }

    .details > .wide {
      grid-column: 1 / -1;
    }

    .details h2 {
      margin: 0 0 8px;
      font-size: var(--_type-13);
    }

    .details p {
      margin: 0 0 8px;
    }

    .details a {
      text-decoration: underline;
    }

    .log {
      margin: 0;
      padding: 0;
      font-size: var(--_type-13);
      line-height: 1.8;
      list-style: none;
    }

    .delivery {
      padding: 4px 0;
      border-bottom: 1px solid var(--_border);
      line-height: 1.5;
    }

    li:last-child > .delivery {
      border-bottom: 0;
    }

    .delivery > .item-text {
      flex: 1 1 240px;
    }

    pre {
      max-height: 200px;
      margin: 8px 0 0;
      padding: 8px;
      overflow: auto;
      border-radius: 6px;
      background: var(--_sunken);
      font-size: var(--_type-12);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    form.fields {
      padding: 12px 16px 16px;
    }

    .details form.fields {
      padding: 8px 0;
    }

    .panel > :is(p, ul) + studio-form > form.fields {
      border-top: 1px solid var(--_border);
    }

    .details form.fields > label {
      grid-column: auto;
    }

    h3 {
      font-size: var(--_type-13);
      font-weight: 600;
    }

    /* On a phone, text is shown in full, above the item's controls. */
    @media (max-width: 600px) {
      .row {
        flex-wrap: wrap;
      }

      .row > :is(.item-text, .column) {
        flex: 1 0 100%;
      }

      .row .switch,
      .row > .row-actions {
        order: 1;
        margin-inline-end: auto;
      }

      .row > .row-actions {
        flex: 0 1 auto;
        flex-wrap: wrap;
        min-width: 0;
        margin-inline: auto 0;
      }

      /* A single button does not need its own line. */
      .row:not(:has(.switch)):has(> .row-actions > :only-child) > .item-text {
        flex: 1 1 0;
      }

      .row:not(:has(.switch)):has(> .row-actions > :only-child) > .column {
        order: 2;
      }

      .row .ellipsis {
        overflow-wrap: anywhere;
        white-space: normal;
      }

      main > header:has(> :nth-child(3)) > h1 {
        flex-basis: 100%;
      }
    }
  `,
]
