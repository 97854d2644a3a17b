import { type LeadStage, leadStages } from './lead.ts';

/** A deed that moves a lead by itself: a person of the office reached them, or a viewing was booked. */
export type LeadDeed = 'reached' | 'viewing-booked';

const stageOf: Readonly<Record<LeadDeed, LeadStage>> = {
  reached: 'contacted',
  'viewing-booked': 'viewing',
};

/** Returns the stage of a lead after a deed. A stage never goes back, and `won` and `lost` stay. */
export function stageAfter(deed: LeadDeed, stage: LeadStage = 'new'): LeadStage {
  const next = stageOf[deed];
  return leadStages.indexOf(next) > leadStages.indexOf(stage) ? next : stage;
}

/** Returns the stages that a deed moves on. */
export function stagesBefore(deed: LeadDeed): LeadStage[] {
  return leadStages.filter((stage) => stageAfter(deed, stage) !== stage);
}
