plauditFound("undated","pages",0,[
["KPI","Customer satisfaction","kpis/csat/index.html",""],
["KPI","Waiting time","kpis/waiting/index.html",""],
["Page","Archive","archive/index.html",""],
["Page","First month","index.html",""],
["Page","KPIs","kpis/index.html",""],
["Page","Method","method/index.html",""]
]);
