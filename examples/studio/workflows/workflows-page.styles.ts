import { css, type CSSResultGroup } from 'lit'
import { cardPageStyles } from './cards.styles.ts'

export const workflowsPageStyles: CSSResultGroup[] = [
  ...cardPageStyles,
  css`
    .filters select {
      width: auto;
      min-height: 34px;
    }

    @media (max-width: 600px) {
      .filters > :is(label, select) {
        flex: 1;
      }

      .filters select {
        width: 100%;
      }

      .filters > .tags {
        flex-basis: 100%;
      }
    }

    .picture {
      height: 92px;
      padding: 12px 16px;
    }

    /* Lets clicks on the tags reach the link that covers the card. */
    .own-tags {
      gap: 4px;
      margin: 8px 0 0;
      pointer-events: none;
    }

    .own-tags .tag {
      padding: 0 8px;
      border-radius: 4px;
      background: var(--_chip);
      color: var(--_muted);
      font-size: var(--_type-12);
      line-height: 20px;
    }

    .add-tag {
      position: relative;
      pointer-events: auto;
      min-height: 24px;
      padding: 0 4px;
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    .tagging {
      position: relative;
      display: flex;
      gap: 8px;
      margin-top: 8px;
    }

    .tagging input {
      flex: 1;
      min-width: 0;
    }

    .own-tags .status {
      position: relative;
      width: auto;
      margin-inline-start: auto;
      pointer-events: auto;
      min-height: 28px;
      max-width: 104px;
      padding-block: 0;
      field-sizing: content;
      border-color: transparent;
      background-color: transparent;
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    .own-tags .status:hover {
      border-color: var(--_border);
    }

    .body > p.muted {
      display: -webkit-box;
      overflow: hidden;
      min-height: 3em;
      font-size: var(--_type-13);
      line-height: 1.5;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }

    footer {
      gap: 0 12px;
      min-height: 40px;
      padding-block: 4px;
      padding-inline: 16px 8px;
    }

    /* Times such as "2 minutes ago" must not be truncated, so the tools wrap instead. */
    footer > .ellipsis {
      flex: none;
      max-width: 100%;
    }

    .tools {
      position: relative;
      display: flex;
      margin-inline-start: auto;
      color: var(--_muted);
    }
  `,
]
