import { css, type CSSResultGroup } from 'lit'
import { runsDrawingStyles } from '../runs/draw-runs.ts'
import { pageStyles } from '../page.styles.ts'

export const homePageStyles: CSSResultGroup[] = [
  ...pageStyles,
  runsDrawingStyles,
  css`
    .hero {
      position: relative;
      overflow: hidden;
      border: 2px dashed color-mix(in srgb, var(--_border), var(--_accent) 30%);
      border-radius: 10px;
      background: var(--_surface);
      transition: border-color var(--_motion);
    }

    .intro {
      padding: 32px;
    }

    .hero:hover {
      border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
    }

    .hero h2 {
      margin-bottom: 8px;
      font-size: var(--_type-28);
      font-weight: 600;
      line-height: 1.2;
      letter-spacing: -0.02em;
    }

    /* Makes the whole card clickable. */
    .hero h2 a::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 10px;
    }

    .hero h2 a:focus-visible {
      outline: none;
    }

    .hero h2 a:focus-visible::after {
      outline: 2px solid var(--_accent);
      outline-offset: -4px;
    }

    .hero p {
      max-width: 80ch;
      color: var(--_muted);
      font-size: var(--_type-14);
      line-height: 1.55;
    }

    .actions {
      margin-top: 24px;
    }

    .actions > :is(a, button),
    .uploaded a {
      position: relative;
      min-height: 36px;
      padding-inline: 14px;
    }

    /* Above the link of the card. */
    .uploaded button {
      position: relative;
    }

    .hero .uploaded {
      margin-top: 16px;
      font-size: var(--_type-13);
    }

    .hero .uploaded p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
      margin: 0;
      font-size: inherit;
    }

    .uploaded p.good {
      color: var(--_good);
    }

    .uploaded p.warn {
      color: var(--_warn);
    }

    .uploaded ul {
      display: grid;
      gap: 6px;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
      overflow-wrap: anywhere;
    }

    .uploaded a {
      min-height: 0;
      padding: 0;
      color: var(--_accent);
      font-weight: 500;
    }

    .describe {
      position: relative;
      display: grid;
      gap: 8px;
      padding: 16px 32px;
      border-top: 1px dashed var(--_border);
    }

    .describe form {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }

    .describe input {
      flex: 1 1 220px;
      min-width: 0;
      min-height: 36px;
    }

    .describe p {
      max-width: none;
      margin: 0;
      font-size: var(--_type-13);
    }

    .describe p button {
      min-height: 28px;
      padding-inline: 6px;
      color: var(--_accent);
    }

    .hero .drop-hint {
      max-width: none;
      color: var(--_accent);
      font-size: var(--_type-16);
    }

    .quick {
      margin-top: 16px;
    }

    .lists {
      display: grid;
      grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr) minmax(0, 0.9fr);
      gap: 16px;
      margin-top: 16px;
    }

    li > a {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 44px;
      padding: 8px 16px;
    }

    li > a:hover {
      background: var(--_hover);
    }

    li > a:focus-visible {
      outline-offset: -2px;
    }

    .approvals {
      margin-bottom: 16px;
      border-color: color-mix(in srgb, var(--_warn) 45%, transparent);
    }

    .approvals li {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 44px;
      padding: 4px 16px;
    }

    .approvals .lead {
      color: var(--_warn);
    }

    .lead {
      color: var(--_muted);
    }

    .item-text {
      flex: 1;
    }

    .when {
      white-space: nowrap;
    }

    .figures {
      display: grid;
      gap: 8px;
      padding: 12px 16px 8px;
      border-bottom: 1px solid var(--_border);
    }

    .figures p {
      margin: 0;
      line-height: 1.4;
    }

    .figures strong {
      display: block;
      font-size: var(--_type-20);
      font-weight: 600;
    }

    footer {
      padding: 8px 16px 16px;
    }

    .panel ul {
      padding: 4px 0;
    }

    .panel .empty {
      padding: 32px 24px;
    }

    dl {
      display: grid;
      gap: 4px;
      padding: 16px;
    }

    dt {
      display: flex;
      align-items: center;
      gap: 6px;
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    dd {
      margin: 0 0 12px;
      font-size: var(--_type-13);
    }

    dd:last-child {
      margin-bottom: 0;
    }

    @media (max-width: 1100px) {
      .lists {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }

      .lists > :last-child {
        grid-column: 1 / -1;
      }

      .lists > :last-child dl {
        grid-template: auto auto / repeat(4, auto);
        grid-auto-flow: column;
        column-gap: 16px;
      }

      .lists > :last-child dd {
        margin: 0;
      }
    }

    @media (max-width: 820px) {
      .lists {
        grid-template-columns: minmax(0, 1fr);
      }
    }

    @media (max-width: 700px) {
      .intro,
      .describe {
        padding: 16px;
      }

      .hero h2 {
        font-size: var(--_type-20);
      }
    }

    @media (max-width: 600px) {
      .quick {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }

      .quick a {
        justify-content: start;
        padding-inline: 10px;
        white-space: normal;
      }

      .lists > :last-child dl {
        grid-template: none / auto 1fr;
        grid-auto-flow: row;
        align-items: center;
        gap: 12px;
      }
    }
  `,
]
