plauditFound("2026","pages",0,[
["Scorecard","Scorecard, October 2026","2026-10/index.html",""]
]);
