import { openLaboratory } from '#local/scenario/faults/laboratory.ts';
import { faultRows } from '#local/scenario/faults/rows.ts';
const rows = faultRows.filter((r:any) => /human|hand-over|person|broker|dtmf|key|office/.test(r.id) || JSON.stringify(r).includes('OFFICE_NUMBER') || JSON.stringify(r).includes('"people"'));
console.log(rows.length, rows.map(r=>r.id).join(' '));
await using lab = await openLaboratory(rows, 'brief');
let bad=0;
await Promise.all(rows.map(async (row) => { const r = await lab.play(row); if(!r.ok){bad++; console.log('RED', row.id, r.problems, r.tries, r.clockLateMs);} else console.log('ok', row.id); }));
console.log('bad', bad);
