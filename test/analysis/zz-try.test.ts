import { noncentralStudentTails, noncentralityLimits } from '#analysis/numeric/distributions';
it('x', () => {
  for (const [t, df, d] of [[2,71,1.5],[0,4,1],[8,4,3],[-0.5,400,0],[60,12,40],[1e3,12,1e3],[1e6,12,1e3],[2,71,-8]] as const) {
    const s = performance.now(); let v; for (let i=0;i<20;i++) v = noncentralStudentTails(t, df, d);
    process.stdout.write(`${t} ${df} ${d} ${JSON.stringify(v)} ${((performance.now()-s)/40).toFixed(3)} ms\n`);
  }
  for (const [t, df] of [[2,71],[0,4],[8,4],[50,12],[300,12],[3000,12]] as const) {
    const s = performance.now(); const v = noncentralityLimits(t, df, .95);
    process.stdout.write(`${t} ${df} ${JSON.stringify(v)} ${((performance.now()-s)).toFixed(3)} ms\n`);
  }
});
