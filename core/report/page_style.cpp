// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a page looks: on a desk and in a hand, by day and by night, and on paper.
#include "report/page_sections.hpp"

namespace haxen::report {

std::string_view page_style() {
  return R"(
:root{--bg:#fff;--fg:#1c2126;--soft:#5b6570;--line:#dfe3e8;--room:#eceff2;--set:#b7c0ca;--copy:#5b8fb9;--hand:#2f5f86;
--out:#b3261e;--good:#1d6b3f;--warn:#8a5300;--bad:#a61b14;--goodbg:#e6f3eb;--warnbg:#fbf0dc;--badbg:#fbe6e4}
@media screen and (prefers-color-scheme:dark){:root{--bg:#15181b;--fg:#e4e7ea;--soft:#9aa5b0;--line:#2e343a;--room:#262b30;--set:#56606a;
--copy:#4d7ea6;--hand:#8fbbe0;--out:#ff8a7f;--good:#7fd0a0;--warn:#e9b765;--bad:#ff9c93;--goodbg:#17301f;--warnbg:#362913;--badbg:#3b1a18}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif;
font-variant-numeric:tabular-nums lining-nums;-webkit-text-size-adjust:100%}
main{max-width:68rem;margin:0 auto;padding:2rem 1.25rem 3rem;overflow-wrap:anywhere}
.brand{margin:0;color:var(--soft);font-size:.8rem;letter-spacing:.12em;text-transform:uppercase}
h1{margin:.1rem 0 .4rem;font-size:clamp(1.5rem,5vw,2.2rem);line-height:1.2;font-weight:650}
h2{margin:2.6rem 0 .7rem;font-size:1.15rem;font-weight:650;border-bottom:1px solid var(--line);padding-bottom:.3rem}
h3{margin:1.1rem 0 .3rem;font-size:.9rem;font-weight:600;color:var(--soft)}
.chip{display:inline-block;vertical-align:.25em;padding:.15em .6em;border-radius:1em;font-size:.85rem;font-weight:600}
.chip.good{color:var(--good);background:var(--goodbg)}.chip.warn{color:var(--warn);background:var(--warnbg)}
.chip.bad{color:var(--bad);background:var(--badbg)}
.lede{margin:0 0 1rem;font-size:1.1rem}.note{margin:0 0 1rem;color:var(--warn)}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2rem;margin:0}.facts dt{font-size:.8rem;color:var(--soft)}.facts dd{margin:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin-top:1.5rem}
.tile{border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;min-width:0}
.tile p{margin:0;font-size:.8rem;color:var(--soft)}.tile b{display:block;font-size:1.5rem;font-weight:600;line-height:1.3}
.tile small,.small,.legend{font-size:.82rem;color:var(--soft)}.small{margin:.4rem 0}.legend{margin:0}
.legend>span{display:inline-block;margin-right:1em}.k{display:inline-block;width:.9em;height:.7em;margin-right:.35em;border-radius:2px}
.k.set{background:var(--set)}.k.copy{background:var(--copy)}.k.hand{background:var(--hand)}.k.out{background:var(--out)}
.lane{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.75rem;align-items:center;font-size:.82rem;line-height:1.45;break-inside:avoid}
.lane>span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.lane svg{display:block;width:100%;height:14px;background:linear-gradient(var(--line),var(--line)) 0 50%/100% 1px no-repeat}
.lane.failed>span{color:var(--bad)}
.axis>div{display:flex;justify-content:space-between;color:var(--soft);border-top:1px solid var(--line);padding-top:.2rem}.axis i{font-style:normal}
rect.set{fill:var(--set)}rect.copy,rect.whole{fill:var(--copy)}rect.whole{opacity:.6}rect.hand{fill:var(--hand)}rect.out{fill:var(--out)}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
thead th{font-size:.78rem;color:var(--soft)}tbody th{font-weight:600}.r{text-align:right;padding-right:0;padding-left:.6rem;white-space:nowrap}
tr{break-inside:avoid}th ul{margin:.1rem 0 0;padding-left:1rem;font-weight:400;color:var(--soft)}
.dot{white-space:nowrap}.dot::before{content:"";display:inline-block;width:.55em;height:.55em;border-radius:50%;margin-right:.45em;background:currentColor}
.dot.good{color:var(--good)}.dot.warn{color:var(--warn)}.dot.bad{color:var(--bad)}
.none{color:var(--soft)}.n{white-space:nowrap}
.mem svg{display:block;width:100%;height:8px;margin-top:.25rem}.mem td{width:28%}.mem td:last-child{width:16%}
rect.room{fill:var(--room)}rect.before{fill:var(--set)}rect.after{fill:var(--copy)}
figure{margin:.8rem 0;break-inside:avoid}figcaption{font-size:.85rem}
svg.link{display:block;width:100%;height:60px;border-bottom:1px solid var(--line)}
.use{fill:var(--copy);opacity:.75}.limit{stroke:var(--out);stroke-width:1;vector-effect:non-scaling-stroke;stroke-dasharray:4 3}
.notices{list-style:none;margin:0;padding:0}.notices li{border-left:3px solid var(--warn);padding:.1rem 0 .1rem .8rem;margin:.7rem 0;break-inside:avoid}
.notices p{margin:0}.remedy{color:var(--soft);font-size:.9rem}
summary{cursor:pointer}.events{list-style:none;padding:0;font-size:.85rem}.events time{display:inline-block;min-width:5.5em;color:var(--soft)}
footer{margin-top:3rem;color:var(--soft);font-size:.8rem}
@media (max-width:44rem){
main{padding:1.25rem 1rem 2rem}.lane{grid-template-columns:6.5rem minmax(0,1fr);gap:.5rem}
table,tbody,tr,td,tbody th{display:block;width:auto}thead{display:none}tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
td,tbody th,.r{border:0;padding:.05rem 0;text-align:left;white-space:normal}
tr{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));column-gap:1rem}tbody th{grid-column:1/-1}
td{display:flex;justify-content:space-between;flex-wrap:wrap;column-gap:.5rem}td::before{content:attr(data-l);color:var(--soft)}
.mem td,.mem td:last-child{width:auto}}
@media print{:root{--bg:#fff;--fg:#000;--soft:#444;--line:#bbb}body{font-size:10pt}main{max-width:none;padding:0}
h2,h3{break-after:avoid}.chip,.k,.dot::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";
}

}  // namespace haxen::report
