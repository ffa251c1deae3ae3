// The look of the report: light and dark by what the reader's system asks for, and on paper.
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f7f9;--line:#d9dde3;--text:#16181c;--dim:#5c6470;--a:#1f62d0;--b:#a86e00}
@media (prefers-color-scheme:dark){:root{--bg:#0e0f11;--panel:#17191d;--line:#2a2e35;--text:#e7e9ec;--dim:#9aa1ab;--a:#5b9cff;--b:#ffb000}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1100px;margin:0 auto;padding:32px 24px}h1{font-size:28px;margin:0;overflow-wrap:anywhere}h2{font-size:17px;margin:32px 0 10px}h3{font-size:13px;margin:0 0 4px}
p{margin:6px 0}.dim,figcaption,header p{color:var(--dim)}table{border-collapse:collapse}th,td{padding:4px 18px 4px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}
th[scope=row],th[scope=col]{color:var(--dim)}.numbers td,.numbers thead th{text-align:right}.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(380px,1fr));gap:14px}
figure{margin:0;min-width:0;break-inside:avoid}.chart{padding:12px;border:1px solid var(--line);border-radius:8px;background:var(--panel)}svg{display:block;width:100%;height:auto}
svg text{fill:var(--dim);font-size:11px}svg .end{text-anchor:end}svg .mid{text-anchor:middle}svg .word{fill:var(--text)}.grid{stroke:var(--line);fill:none}.line{fill:none;stroke-width:1.8;stroke-linejoin:round}.l0{stroke:var(--a)}.l1{stroke:var(--b)}
.bar{fill:var(--a)}.mark{fill:none;stroke:var(--text);stroke-width:1.6}figcaption{font-size:12px;padding-top:4px}.key{display:inline-block;padding-left:26px;margin-left:10px;position:relative}
.key:before{content:"";position:absolute;left:0;top:50%;width:20px;border-top:2px solid var(--a)}.k1:before{border-color:var(--b)}.dashed:before{border-top-style:dashed}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:14px}img{display:block;width:100%;border-radius:6px}figcaption b{color:var(--text)}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}.charts,.pictures{grid-template-columns:1fr 1fr}*{print-color-adjust:exact}}
`;
